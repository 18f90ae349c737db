import type { SourceText } from './problem.ts';
import { parseYamlTree } from './read-yaml.ts';
import { findEntry, type ObjectNode } from './tree.ts';

/** One output that a DVC pointer (`model.pkl.dvc`) stands for. */
export interface DvcOutput {
  /** Relative to the pointer's folder. */
  readonly path: string;
  /** Size of the file, or of all files of a directory, in bytes; null where the pointer does not tell. */
  readonly bytes: number | null;
  /** MD5 of the content, lower-case hex (`….dir` for a directory): identifies, but proves nothing. */
  readonly md5?: string;
}

export interface DvcPointer {
  readonly outputs: readonly DvcOutput[];
}

/** The outputs that a `*.dvc` file names, or undefined when this is no DVC pointer. */
export function findDvcPointer(source: SourceText): DvcPointer | undefined {
  const parsed = parseYamlTree(source);
  if ('problems' in parsed || parsed.value.kind !== 'object') return undefined;
  const outs = findEntry(parsed.value, 'outs')?.value;
  if (outs?.kind !== 'array') return undefined;
  const outputs: DvcOutput[] = [];
  for (const item of outs.items) {
    const output = item.kind === 'object' ? readOutput(item) : undefined;
    if (output === undefined) return undefined;
    outputs.push(output);
  }
  return outputs.length === 0 ? undefined : { outputs };
}

function readOutput(node: ObjectNode): DvcOutput | undefined {
  const path = findEntry(node, 'path')?.value;
  if (path?.kind !== 'string' || path.value === '') return undefined;
  const size = findEntry(node, 'size')?.value;
  const bytes = size?.kind === 'number' && Number.isSafeInteger(size.value) && size.value >= 0 ? size.value : null;
  const md5 = readMd5(node);
  return { path: path.value, bytes, ...(md5 === undefined ? {} : { md5 }) };
}

/** A hash of digits alone is a number to YAML; its text is what counts. */
function readMd5(node: ObjectNode): string | undefined {
  const md5 = findEntry(node, 'md5')?.value;
  const text = md5?.kind === 'string' ? md5.value : md5?.kind === 'number' ? md5.lexeme : '';
  return /^[0-9a-f]{32}(?:\.dir)?$/i.test(text) ? text.toLowerCase() : undefined;
}
