import type { Parsed, Problem, SourceText } from '../../src/documents/problem.ts';

/** A file of this text, as the readers receive it. */
export function fileOf(text: string, path = 'metrics.json'): SourceText {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** The value, or an error that shows why there is none. */
export function valueOf<T>(parsed: Parsed<T>): T {
  if ('problems' in parsed) throw new Error(`not read: ${JSON.stringify(parsed.problems)}`);
  return parsed.value;
}

/** The problems, or an error when the text was accepted. */
export function problemsOf(parsed: Parsed<unknown>): readonly Problem[] {
  if ('value' in parsed) throw new Error(`accepted: ${JSON.stringify(parsed.value)}`);
  return parsed.problems;
}

/** The one problem. */
export function problemOf(parsed: Parsed<unknown>): Problem {
  const [problem, ...others] = problemsOf(parsed);
  if (problem === undefined || others.length > 0) throw new Error(`${others.length + 1} problems`);
  return problem;
}
