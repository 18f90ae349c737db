import { readNumberText, type RecordDetails, type Value } from './builder.ts';
import type { TreeNode } from '../tree.ts';

const NUMBER = String.raw`[-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[-+]?\d{1,4})?`;
/** `20.0 ± 1.2`, `85.3%`, `85.3 +/- 0.2 %`. */
const STATED = new RegExp(String.raw`^(${NUMBER})(?:\s?(?:±|\+\/-|\+-)\s?(${NUMBER}))?\s?(%)?$`, 'i');

export interface StatedValue {
  readonly value: Value;
  readonly details: RecordDetails;
}

/**
 * A value of a model card. A text is a number only as a decimal, with a percent sign, or with an error behind `±`,
 * which is read as the standard error; any other text stays a text.
 */
export function readStatedValue(node: TreeNode): StatedValue {
  if (node.kind !== 'string') return { value: node, details: {} };
  const trimmed = node.value.trim().slice(0, 200);
  const [, text, stderr, percent] = STATED.exec(trimmed) ?? [];
  if (text === undefined) return { value: node, details: {} };
  const error = stderr === undefined ? undefined : readNumberText(stderr).value;
  return {
    value: { text, at: node.at },
    details: {
      ...(typeof error === 'number' ? { stderr: error } : {}),
      ...(percent === undefined ? {} : { unit: 'percent' }),
    },
  };
}
