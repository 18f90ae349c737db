import picomatch from 'picomatch/posix.js';
import { createPathMatcher } from '../policy/paths.ts';
import type { Policy, PolicyModel } from '../policy/policy.ts';
import { createModelMatcher } from '../policy/scope.ts';
import { runGit, splitRecords } from '../sources/run-git.ts';
import type { FileEntry, FileSource } from '../sources/source.ts';
import { SourceUnreachable } from '../sources/source.ts';
import { isAsCommitted, type Workspace } from './workspace.ts';

/** Paths whose file is another one, or is there on one side only. */
export async function differencesOf(from: FileSource, to: FileSource): Promise<readonly string[]> {
  const [before, after] = await Promise.all([treeOf(from), treeOf(to)]);
  const paths = new Set<string>();
  for (const [path, entry] of after) if (!isSame(before.get(path), entry)) paths.add(path);
  for (const path of before.keys()) if (!after.has(path)) paths.add(path);
  return [...paths].sort();
}

type Tree = ReadonlyMap<string, FileEntry>;

async function treeOf(source: FileSource): Promise<Tree> {
  return new Map((await source.list()).map((entry) => [entry.path, entry]));
}

function isSame(a: FileEntry | undefined, b: FileEntry): boolean {
  return a !== undefined && a.blob === b.blob && a.mode === b.mode;
}

export interface ProducedQuestion {
  readonly workspace: Workspace;
  readonly policy: Policy;
  /** Commits whose files may have been checked out: the head, the base, their merge. */
  readonly commits: readonly FileSource[];
  readonly format: 'sha1' | 'sha256';
}

/**
 * Files of a model that the job has written: what is on disk is in none of the commits, or not like that. A file that
 * git ignores counts where the policy names it as evidence; caches and logs beside it do not make a change of a model.
 */
export async function producedPaths(question: ProducedQuestion): Promise<readonly string[]> {
  const { workspace, policy, commits, format } = question;
  const matchers = policy.models.map(createModelMatcher);
  const trees = await Promise.all(commits.map(treeOf));
  const onDisk = await workspace.listBelow([...new Set(policy.models.flatMap(foldersOf))]);
  const produced: string[] = [];
  const strange: string[] = [];
  const isEvidence = createPathMatcher(policy.models.flatMap(evidenceOf));
  for (const path of onDisk) {
    if (!matchers.some((matches) => matches(path))) continue;
    const known = new Map(trees.flatMap((tree) => tree.get(path) ?? []).map((entry) => [entry.blob, entry]));
    if (known.size === 0 && !isEvidence(path)) {
      strange.push(path);
      continue;
    }
    const isCommitted = await someAsync([...known.values()], (entry) =>
      isAsCommitted({ root: workspace.root, path, format }, entry, (named) => readBlob(commits, named)),
    );
    if (!isCommitted) produced.push(path);
  }
  const ignored = await findIgnored(workspace.root, strange);
  return [...produced, ...strange.filter((path) => !ignored.has(path))];
}

const PATHS_PER_CALL = 500;

/** None where git is absent or does not know the folder: then every file counts. */
async function findIgnored(cwd: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const ignored = new Set<string>();
  try {
    for (let start = 0; start < paths.length; start += PATHS_PER_CALL) {
      const args = [
        'ls-files',
        '-z',
        '--others',
        '--ignored',
        '--exclude-standard',
        '--',
        ...paths.slice(start, start + PATHS_PER_CALL),
      ];
      const { exitCode, stdout } = await runGit({ cwd, args });
      if (exitCode === 0) for (const path of splitRecords(stdout)) ignored.add(path);
    }
  } catch (error) {
    if (!(error instanceof SourceUnreachable)) throw error;
  }
  return ignored;
}

function evidenceOf(model: PolicyModel): readonly string[] {
  const named = [...Object.values(model.evidence), ...Object.values(model.production.evidence ?? {})];
  return named.map(({ path }) => path);
}

/** Where files that match can be: the part of each pattern that stands before its first wildcard. */
function foldersOf(model: PolicyModel): readonly string[] {
  return [...model.paths, ...evidenceOf(model)].map((pattern) => {
    const { base, isGlob } = picomatch.scan(pattern);
    return isGlob ? base : pattern.split('/').slice(0, -1).join('/');
  });
}

/**
 * Refuses a workspace in which every model file that the change touches stands as it was before: then something else
 * was checked out (the base, as on `pull_request_target`), and judging it would say nothing about the change.
 */
export async function assertIsOfChange({
  workspace,
  policy,
  changed,
  before,
  after,
  format,
}: {
  readonly workspace: Workspace;
  readonly policy: Policy;
  readonly changed: readonly string[];
  readonly before: FileSource;
  readonly after: FileSource;
  readonly format: 'sha1' | 'sha256';
}): Promise<void> {
  const matchers = policy.models.map(createModelMatcher);
  const [old, now] = await Promise.all([treeOf(before), treeOf(after)]);
  const isAs = async (path: string, entry: FileEntry | undefined, source: FileSource): Promise<boolean> =>
    entry !== undefined &&
    (await isAsCommitted({ root: workspace.root, path, format }, entry, (named) => readBlob([source], named)));
  let stale = 0;
  for (const path of changed) {
    if (!matchers.some((matches) => matches(path)) || old.get(path)?.blob === now.get(path)?.blob) continue;
    if (!(await isAs(path, old.get(path), before))) return;
    stale += 1;
  }
  if (stale === 0) return;
  throw new SourceUnreachable(
    'the workspace does not hold this change: every model file that it touches is there as it was before. ' +
      'Check out the pull request itself, as actions/checkout does on the event "pull_request".',
  );
}

async function readBlob(commits: readonly FileSource[], entry: FileEntry): Promise<Uint8Array | undefined> {
  for (const commit of commits) {
    const read = await commit.read(entry.path, entry.bytes ?? 0);
    if (read.state === 'found' && read.entry.blob === entry.blob) return read.bytes;
  }
  return undefined;
}

async function someAsync<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await holds(item)) return true;
  return false;
}
