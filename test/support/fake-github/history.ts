import type { ObjectStore, Snapshot } from './git-objects.ts';

/** What git computes over commits: ancestry, merge bases, differences, merges. */

export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  /** Blob before and after. */
  readonly before?: string;
  readonly after?: string;
}

/** The commit and everything it descends from, breadth first. */
export function ancestry(objects: ObjectStore, commit: string): readonly string[] {
  const seen = new Set([commit]);
  for (const sha of seen) {
    for (const parent of objects.findCommit(sha)?.parents ?? []) seen.add(parent);
  }
  return [...seen];
}

/** The best common ancestor; undefined when the histories have nothing in common. */
export function mergeBase(objects: ObjectStore, left: string, right: string): string | undefined {
  const ofLeft = new Set(ancestry(objects, left));
  const common = ancestry(objects, right).filter((sha) => ofLeft.has(sha));
  const reached = new Set<string>();
  for (const sha of common) {
    for (const parent of objects.findCommit(sha)?.parents ?? []) reached.add(parent);
  }
  return common.find((sha) => !reached.has(sha));
}

/** Commits that `head` has and `base` has not, oldest first. */
export function commitsBetween(objects: ObjectStore, base: string, head: string): readonly string[] {
  const ofBase = new Set(ancestry(objects, base));
  return ancestry(objects, head)
    .filter((sha) => !ofBase.has(sha))
    .toReversed();
}

/** What changed from one tree to another, by path; a rename is seen when the content stayed the same. */
export function changesBetween(objects: ObjectStore, from: string, to: string): readonly FileChange[] {
  const before = objects.snapshot(from);
  const after = objects.snapshot(to);
  const removed = new Map([...before].filter(([path]) => !after.has(path)));
  const changes: FileChange[] = [];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (old === undefined) changes.push(addedOrRenamed(path, file.sha, removed));
    else if (old.sha !== file.sha || old.mode !== file.mode) {
      changes.push({ path, status: 'modified', before: old.sha, after: file.sha });
    }
  }
  for (const [path, file] of removed) changes.push({ path, status: 'removed', before: file.sha });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function addedOrRenamed(path: string, sha: string, removed: Map<string, { readonly sha: string }>): FileChange {
  for (const [previousPath, old] of removed) {
    if (old.sha !== sha) continue;
    removed.delete(previousPath);
    return { path, previousPath, status: 'renamed', before: sha, after: sha };
  }
  return { path, status: 'added', after: sha };
}

/** A three-way merge by whole files; undefined when both sides changed the same one differently. */
export function mergeSnapshots(base: Snapshot, ours: Snapshot, theirs: Snapshot): Snapshot | undefined {
  const merged = new Map(ours);
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const [old, our, their] = [base.get(path), ours.get(path), theirs.get(path)];
    if (same(old, their)) continue;
    if (!same(old, our) && !same(our, their)) return undefined;
    if (their === undefined) merged.delete(path);
    else merged.set(path, their);
  }
  return merged;
}

type Side = { readonly mode: string; readonly sha: string } | undefined;

function same(left: Side, right: Side): boolean {
  return left?.sha === right?.sha && left?.mode === right?.mode;
}
