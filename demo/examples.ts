import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A pull request of an example, with what modelgate must say about it. */
export interface ExamplePull {
  /** `01-all-features` */
  readonly slug: string;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  /** What it changes; null deletes. */
  readonly files: Readonly<Record<string, Uint8Array | null>>;
  readonly expected: {
    readonly verdict: string;
    readonly models: readonly string[];
    /** Ids of the blocking gates that do not pass, with their outcome, by model. */
    readonly outcomes: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly why: string;
  };
}

export interface Example {
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly pulls: readonly ExamplePull[];
}

/** Every example with a `repository/` and `pull-requests/`, as examples/README.md describes them. */
export function readExamples(folder: string): readonly Example[] {
  return foldersOf(folder).map((name) => {
    const root = join(folder, name);
    return {
      name,
      files: readTree(join(root, 'repository')),
      pulls: foldersOf(join(root, 'pull-requests')).map((slug) => readPull(join(root, 'pull-requests', slug), slug)),
    };
  });
}

function readPull(folder: string, slug: string): ExamplePull {
  const about = parse(readFileSync(join(folder, 'pull-request.yml'), 'utf8')) as {
    readonly title: string;
    readonly body: string;
    readonly author: string;
    readonly delete: readonly string[];
    readonly expected: Omit<ExamplePull['expected'], 'outcomes'> & Partial<ExamplePull['expected']>;
  };
  const deleted = about.delete.map((path) => [path, null] as const);
  const { title, body, author, expected } = about;
  return {
    slug,
    title,
    body,
    author,
    files: { ...(hasFolder(folder, 'files') ? readTree(join(folder, 'files')) : {}), ...Object.fromEntries(deleted) },
    expected: { ...expected, outcomes: expected.outcomes ?? {} },
  };
}

function hasFolder(folder: string, name: string): boolean {
  return foldersOf(folder).includes(name);
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
}

function readTree(folder: string): Readonly<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = readFileSync(path);
  }
  return files;
}
