import type { FairnessRate } from './fairness.ts';
import { describeNode } from './describe-node.ts';
import { MAX_PROBLEMS } from './limits.ts';
import type { Problem } from './problem.ts';
import type { TreeNode } from './tree.ts';

/** Gathers what makes a fairness document unreadable, so that one reading names every mistake. */
export interface Refusals {
  readonly problems: Problem[];
  refuse(node: TreeNode, message: string, expected: string): undefined;
}

export function createRefusals(path: string): Refusals {
  const problems: Problem[] = [];
  return {
    problems,
    refuse(node, message, expected) {
      if (problems.length < MAX_PROBLEMS)
        problems.push({ path, ...node.at, message, expected, received: describeNode(node) });
      return undefined;
    },
  };
}

const NOT_FINITE = /^[-+]?(?:nan|inf|infinity)$/i;

/** A rate as written; null where there was nothing to divide by. Undefined for what is no rate at all. */
export function readRate(node: TreeNode): FairnessRate | undefined {
  switch (node.kind) {
    case 'number':
      return { value: node.value, lexeme: node.lexeme, at: node.at };
    case 'not-finite':
      return { value: null, lexeme: node.lexeme, at: node.at };
    case 'null':
      return { value: null, lexeme: 'null', at: node.at };
    case 'string':
      return NOT_FINITE.test(node.value) ? { value: null, lexeme: node.value, at: node.at } : undefined;
    default:
      return undefined;
  }
}

/** A number of examples; pandas writes it as `28.0`. */
export function readCount(node: TreeNode): number | undefined {
  return node.kind === 'number' && Number.isSafeInteger(node.value) && node.value >= 0 ? node.value : undefined;
}
