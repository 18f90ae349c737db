import type { Problem } from '../documents/problem.ts';

/** What was asked for cannot be done as it was asked. The message says what to do instead; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly problem: Problem;

  constructor(message: string, details: Partial<Omit<Problem, 'message'>> = {}) {
    super(message);
    this.problem = { path: '', ...details, message };
  }
}
