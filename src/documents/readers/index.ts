import { lmEval } from './lm-eval.ts';
import type { AnyReader } from './reader.ts';

/**
 * The readers of what tools write, most specific first: the first that recognises a file reads it. Trees of numbers
 * that none of them knows are read as such, tables by the CSV reader.
 */
export const READERS: readonly AnyReader[] = [lmEval];
