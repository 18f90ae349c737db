import type { TreeNode } from '../tree.ts';

const ABSOLUTE = /^(?:[/\\~]|[a-z]:[/\\]|[a-z][a-z\d+.-]{1,30}:\/)/i;

/** A path as it may be shown: of an absolute one, or of an address, the last part alone. */
export function shownPath(path: string): string {
  const trimmed = path.trim();
  if (!ABSOLUTE.test(trimmed)) return trimmed;
  const last = trimmed.split(/[/\\]/).findLast((part) => part !== '');
  return last === undefined ? '…' : `…/${last}`;
}

/** A short text of what is no list and no object; undefined for those. */
export function scalarText(node: TreeNode | undefined): string | undefined {
  switch (node?.kind) {
    case 'string':
      return node.value;
    case 'number':
    case 'not-finite':
      return node.lexeme;
    case 'boolean':
      return String(node.value);
    default:
      return undefined;
  }
}

/** Milliseconds since 1970 between 2001 and 2096, as tools write them; undefined for anything else. */
export function isoOfMs(ms: number | undefined): string | undefined {
  return ms === undefined || !(ms >= 1e12 && ms <= 4e12) ? undefined : new Date(ms).toISOString();
}
