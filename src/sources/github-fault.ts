import { isGithubFault } from '../github/errors.ts';
import { SourceUnreachable } from './source.ts';

/** The port's faults have messages that are safe to show; any other error is a mistake of ours and stays one. */
export function toUnreachable(error: unknown): unknown {
  return isGithubFault(error) ? new SourceUnreachable(error.message, { cause: error }) : error;
}

/** What was asked of GitHub, its faults told as those of a source. */
export async function orUnreachable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw toUnreachable(error);
  }
}
