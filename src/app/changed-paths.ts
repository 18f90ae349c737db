import { GithubNotFound, GithubRefused } from '../github/errors.ts';
import type { GithubReader } from '../github/reader.ts';
import type { ChangedFile } from '../github/types.ts';
import { MAX_DOCUMENT_BYTES } from '../documents/limits.ts';
import { readPolicy } from '../review/stage-policy.ts';
import { openGitHubCommit } from '../sources/github-commit.ts';
import { orUnreachable } from '../sources/github-fault.ts';
import type { FileEntry, FileSource } from '../sources/source.ts';

/** Paths whose content or mode differs between two trees, sorted. Renames are a path that went and one that came. */
export function pathsBetween(before: readonly FileEntry[], after: readonly FileEntry[]): readonly string[] {
  const left = new Map(before.map((entry) => [entry.path, entry]));
  const changed: string[] = [];
  for (const entry of after) {
    const old = left.get(entry.path);
    left.delete(entry.path);
    if (old === undefined || old.blob !== entry.blob || old.mode !== entry.mode) changed.push(entry.path);
  }
  return [...changed, ...left.keys()].sort();
}

export interface ChangeQuestion {
  readonly reader: GithubReader;
  readonly base: FileSource;
  /** The branch or commit that `base` is. */
  readonly baseRef: string;
  readonly head: FileSource;
  readonly headSha: string;
  /** Where the policy stands that names the documents: those of the merge base are asked for with its tree. */
  readonly policyOf: FileSource;
  /** GitHub's own list, should there be no comparison. */
  readonly listFiles?: () => Promise<readonly ChangedFile[]>;
}

export interface Changes {
  readonly paths: readonly string[];
  /** Null where GitHub gave no comparison. */
  readonly mergeBase: string | null;
  /** The merge base's files; undefined where it is the base itself or not known. */
  readonly start?: FileSource;
}

/**
 * What a head changes since it left its base, from the trees themselves: GitHub's lists of files end at 300 or 3,000.
 * Rejects with `SourceUnreachable`.
 */
export async function findChanges(question: ChangeQuestion): Promise<Changes> {
  const { reader, base, baseRef, head, headSha } = question;
  const [mergeBase, after] = await Promise.all([
    orUnreachable(findMergeBase(reader, baseRef, headSha)),
    head.list(),
    // Started here, because it is needed in most cases.
    base.list().catch(() => undefined),
  ]);
  if (mergeBase === undefined) return { paths: await listWithoutComparison(question, after), mergeBase: null };
  const isBase = mergeBase === (await base.commit());
  if (isBase) return { paths: pathsBetween(await base.list(), after), mergeBase };
  const expected = await foreseeMetrics(question.policyOf, base, after);
  const start = openGitHubCommit({ reader, at: { commit: mergeBase }, expected });
  const ahead = expected.map((path) => start.read(path, MAX_DOCUMENT_BYTES));
  const before = await start.list();
  await Promise.allSettled(ahead);
  return { paths: pathsBetween(before, after), mergeBase, start };
}

/** Metrics that differ between base and head: those whose change is going to be shown. */
async function foreseeMetrics(
  policyOf: FileSource,
  base: FileSource,
  after: readonly FileEntry[],
): Promise<readonly string[]> {
  const policy = await readPolicy(policyOf);
  if (policy.state !== 'valid') return [];
  const changed = new Set(pathsBetween(await base.list(), after));
  const paths = policy.policy.models.map(({ evidence }) => evidence.metrics?.path);
  return paths.filter((path) => path !== undefined && changed.has(path)).map(String);
}

async function findMergeBase(reader: GithubReader, base: string, head: string): Promise<string | undefined> {
  try {
    return (await reader.compare(base, head)).mergeBase;
  } catch (error) {
    if (error instanceof GithubNotFound || error instanceof GithubRefused) return undefined;
    throw error;
  }
}

/**
 * Without a merge base everything counts in which the head differs from its base: more than it changed itself, but
 * never less than a merge would bring. GitHub's own list adds what differs no longer.
 */
async function listWithoutComparison(
  { base, listFiles }: ChangeQuestion,
  after: readonly FileEntry[],
): Promise<readonly string[]> {
  const [before, listed] = await Promise.all([base.list(), listFiles === undefined ? [] : orUnreachable(listFiles())]);
  const paths = new Set(pathsBetween(before, after));
  for (const { path, previousPath } of listed) {
    paths.add(path);
    if (previousPath !== null) paths.add(previousPath);
  }
  return [...paths].sort();
}
