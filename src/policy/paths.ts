import picomatch from 'picomatch/posix.js';

/** What is wrong with a path of the repository, or nothing. */
export function findPathProblem(path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'expected a path from the root of the repository';
  if (path.includes('\\')) return 'expected forward slashes';
  if (path.split('/').some((part) => part === '..' || part === '.' || part === ''))
    return 'expected a path without "..", "." or empty parts';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'expected a path without control characters';
  return undefined;
}

/** Wildcards that a pattern may have: matching stays fast on hostile trees. */
const MOST_WILDCARDS = 8;

export function findPatternProblem(pattern: string): string | undefined {
  if (pattern.startsWith('!')) return 'a pattern cannot be negated: list what belongs to the model';
  if (/[(){}]/.test(pattern)) return 'expected a plain glob with *, ** and ?: braces and groups are not understood';
  if ((pattern.match(/[*?[]/g) ?? []).length > MOST_WILDCARDS) return `expected at most ${MOST_WILDCARDS} wildcards`;
  return findPathProblem(withoutSlash(pattern));
}

/** `models/churn/` means the folder, as `models/churn` does. */
function withoutSlash(pattern: string): string {
  return pattern.endsWith('/') ? pattern.slice(0, -1) : pattern;
}

/** The folders that a path, or what is plain at the start of a pattern, lies in: `a` and `a/b` for `a/b/c.json`. */
function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  const parts = path.split('/').slice(0, -1);
  for (const [index, part] of parts.entries()) {
    if (/[*?[]/.test(part)) break;
    folders.push(parts.slice(0, index + 1).join('/'));
  }
  return folders;
}

/**
 * Whether a changed path concerns what patterns and plain paths name. A path that is a folder of theirs concerns them
 * too: where git lists it as changed, it is (or was) a symbolic link or a submodule, and everything below it moved.
 */
export function createChangeMatcher(
  patterns: readonly string[],
  paths: readonly string[],
): (changed: string) => boolean {
  const matches = createPathMatcher(patterns);
  const plain = new Set([...paths, ...[...patterns, ...paths].flatMap(foldersAbove)]);
  return (changed) => plain.has(changed) || matches(changed);
}

/**
 * Whether a path of the repository matches one of the globs, or lies in a folder that does: `models/churn` means what
 * is in it. Files that begin with a dot match like any other.
 */
export function createPathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const folders = patterns.map(withoutSlash).flatMap((pattern) => [pattern, `${pattern}/**`]);
  const matchers = folders.map((pattern) => picomatch(pattern, { dot: true, nobrace: true, noextglob: true }));
  return (path) => matchers.some((matches) => matches(path));
}
