import { parseYamlText } from '../documents/read-yaml.ts';
import { findEntry, type TreeNode } from '../documents/tree.ts';

/**
 * The stage that a policy text seems to give to a branch, when the policy itself cannot be used. Only for the name of
 * the check that says so: without it a required check would wait for ever.
 */
export function guessStage(text: string, branch: string): string | null {
  const tree = parseYamlText('', text);
  return 'value' in tree ? findStage(tree.value, branch) : scanLines(text, branch);
}

/** The text is YAML, and only something in it is no policy. */
function findStage(root: TreeNode, branch: string): string | null {
  const stages = root.kind === 'object' ? findEntry(root, 'stages')?.value : undefined;
  if (stages?.kind !== 'object') return null;
  for (const { key, value } of stages.entries) {
    const named = value.kind === 'object' ? findEntry(value, 'branch')?.value : undefined;
    if (named?.kind === 'string' && named.value === branch) return key;
  }
  return null;
}

/** `name: { branch: x }`, on a line of its own or within braces. */
const INLINE =
  /(?:^|[\s{,])["']?([A-Za-z0-9][\w.-]{0,99})["']?\s{0,9}:\s{0,9}\{\s{0,9}["']?branch["']?\s{0,9}:\s{0,9}["']?([^"'}\s,]+)/g;

function scanLines(text: string, branch: string): string | null {
  let name: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    for (const [, stage = null, named] of line.matchAll(INLINE)) if (named === branch) return stage;
    const nested = /^\s+["']?branch["']?\s*:\s*["']?([^"'#\s,]+)/.exec(line);
    if (nested?.[1] === branch && name !== null) return name;
    const key = /^\s+["']?([A-Za-z0-9][\w.-]*)["']?\s*:\s*\{?\s*(?:#.*)?$/.exec(line);
    if (key?.[1] !== undefined) name = key[1];
  }
  return null;
}
