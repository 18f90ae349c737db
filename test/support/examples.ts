import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

export type Files = Readonly<Record<string, Uint8Array>>;

/** What `pull-request.yml` says: see examples/README.md. */
export interface ExpectedJudgement {
  readonly verdict: 'approved' | 'blocked' | 'pending' | 'error';
  readonly models: readonly string[];
  readonly 'failing-gates': readonly string[];
  readonly outcomes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly why: string;
}

export interface ExamplePullRequest {
  readonly example: string;
  readonly slug: string;
  readonly title: string;
  readonly expected: ExpectedJudgement;
  readonly base: Files;
  readonly head: Files;
  readonly changedPaths: readonly string[];
}

async function readTree(root: string): Promise<Files> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(root, path)] = await readFile(path);
  }
  return files;
}

async function readIfThere(root: string): Promise<Files> {
  const exists = await stat(root).then(
    () => true,
    () => false,
  );
  return exists ? readTree(root) : {};
}

async function readPullRequest(example: string, slug: string, base: Files): Promise<ExamplePullRequest> {
  const folder = join(EXAMPLES, example, 'pull-requests', slug);
  const described = parse(await readFile(join(folder, 'pull-request.yml'), 'utf8')) as {
    readonly title: string;
    readonly delete?: readonly string[];
    readonly expected: ExpectedJudgement;
  };
  const files = await readIfThere(join(folder, 'files'));
  const removed = described.delete ?? [];
  const head = Object.fromEntries(Object.entries({ ...base, ...files }).filter(([path]) => !removed.includes(path)));
  return {
    example,
    slug,
    title: described.title,
    expected: described.expected,
    base,
    head,
    changedPaths: [...Object.keys(files), ...removed],
  };
}

/** Every pull request of `examples/`, with the trees of both sides. */
export async function readExamples(): Promise<readonly ExamplePullRequest[]> {
  const pullRequests: ExamplePullRequest[] = [];
  for (const entry of await readdir(EXAMPLES, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const root = join(EXAMPLES, entry.name);
    if (!(await readdir(root)).includes('pull-requests')) continue;
    const base = await readTree(join(root, 'repository'));
    for (const slug of (await readdir(join(root, 'pull-requests'))).toSorted())
      pullRequests.push(await readPullRequest(entry.name, slug, base));
  }
  return pullRequests;
}
