import { excerpt } from '../excerpt.ts';
import type { NumberNode, TreeNode } from '../tree.ts';
import type { DocumentBuilder, RecordDetails } from './builder.ts';

/** Whether a printed number is the other one, rounded as it is printed. Python's own noise counts for nothing. */
export function agrees(printed: Pick<NumberNode, 'value' | 'lexeme'>, actual: number): boolean {
  return Math.abs(printed.value - actual) <= halfUnit(printed.lexeme) * 1.000_001 + 1e-9 * Math.abs(actual);
}

/** Half of the last digit that a number is written with. */
function halfUnit(lexeme: string): number {
  const [mantissa = '', exponent = '0'] = lexeme.toLowerCase().split('e');
  const decimals = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  // A whole number is a count, written in full.
  return decimals === 0 ? 1e-9 : 0.5 * 10 ** (Number(exponent) - decimals);
}

/**
 * Adds a number that the file states and that its own numbers give again as one of `actual`. Where they give another,
 * the file contradicts itself: that is said, and the record cannot be used.
 */
export function addClaim(
  document: DocumentBuilder,
  segments: readonly string[],
  node: TreeNode,
  actual: readonly (number | undefined)[],
  details: RecordDetails = {},
): void {
  document.metric(segments, node, details);
  if (node.kind !== 'number') return;
  const known = actual.filter((value) => value !== undefined && Number.isFinite(value));
  const [first] = known;
  if (first === undefined || known.some((value) => value !== undefined && agrees(node, value))) return;
  contradict(document, segments, node, first, details);
}

/** Says that the file has two values for one number, and makes the record unusable. */
function contradict(
  document: DocumentBuilder,
  segments: readonly string[],
  node: NumberNode,
  actual: number,
  details: RecordDetails,
): void {
  const name = excerpt(segments.join('.'), 80);
  document.warn(
    `contradiction: ${name} is stated as ${excerpt(node.lexeme)}, its own numbers give ${actual}`,
    node.at,
    {
      expected: String(actual),
      received: excerpt(node.lexeme),
    },
  );
  document.computed(segments, actual, node.at, details);
}
