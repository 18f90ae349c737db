import type { ObjectNode } from './tree.ts';

const PREFIXED = /^(?:eval|train|test|predict)_/;

/** What the Trainer writes beside the prefixed keys into `all_results.json`. */
const BESIDE: ReadonlySet<string> = new Set(['epoch', 'step', 'global_step', 'total_flos']);

/**
 * Whether these are results of a Hugging Face Trainer: flat, all keys prefixed by the split. Such a file is read as any
 * tree; `eval_samples` then counts for every `eval_…` beside it, and runtimes are plain records.
 */
export function isHuggingFaceResults(node: ObjectNode): boolean {
  let prefixed = 0;
  for (const { key, value } of node.entries) {
    if (value.kind === 'object' || value.kind === 'array') return false;
    if (PREFIXED.test(key)) prefixed += 1;
    else if (!BESIDE.has(key)) return false;
  }
  return prefixed > 0;
}

/** Whether at least one key is prefixed by a split: enough where the policy says what the file is. */
export function mayBeHuggingFaceResults(node: ObjectNode): boolean {
  return node.entries.some(({ key }) => PREFIXED.test(key));
}
