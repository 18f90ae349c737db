import { posix } from 'node:path';
import { repositoryPage, repositoryUrl } from '../bodies/repository.ts';
import type { TreeItem } from '../git-objects.ts';
import { notFound, param, Refusal } from '../http.ts';
import type { Answer, RequestContext, Routes } from '../http.ts';
import { resolveRef } from '../operations.ts';
import { repositoryFor } from '../permissions.ts';
import type { RepositoryRecord, Schemas } from '../state.ts';
import { base64Lines } from './git.ts';

const INLINE_MAX_BYTES = 1_048_576;
const MAX_BYTES = 100_000_000;
const DIRECTORY_MAX = 1000;

/** The contents API, with its traps: it follows symlinks, and inlines nothing over 1 MB. */
export const contentsRoutes: Routes = {
  'GET /repos/{owner}/{repo}/contents/{path+}': (context) => {
    const repository = repositoryFor(context, 'read', 'contents');
    const ref = context.query.get('ref') ?? repository.defaultBranch;
    const commit = repository.objects.findCommit(resolveRef(repository, ref) ?? '');
    if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
    const items = new Map(repository.objects.listRecursive(commit.tree).map((item) => [item.path, item]));
    const path = param(context, 'path').replace(/\/+$/, '');
    const item = items.get(path);
    if (item === undefined) throw notFound();
    return answerFor({ context, repository, ref, items, path, item });
  },
};

interface Read {
  readonly context: RequestContext;
  readonly repository: RepositoryRecord;
  readonly ref: string;
  readonly items: ReadonlyMap<string, TreeItem>;
  readonly path: string;
  readonly item: TreeItem;
}

function answerFor(read: Read): Answer {
  const { item } = read;
  if (item.type === 'tree') return { status: 200, body: directoryBody(read) };
  if (item.type === 'commit') {
    return {
      status: 200,
      body: { ...entryBody(read, read.path, item, 'submodule'), submodule_git_url: 'https://git.example/sub.git' },
    };
  }
  if (item.mode !== '120000') return fileAnswer(read, item);
  const target = Buffer.from(bytesOf(read, item)).toString();
  const followed = read.items.get(posix.normalize(posix.join(posix.dirname(read.path), target)));
  if (followed?.type === 'blob' && followed.mode !== '120000') return fileAnswer(read, followed, item.sha);
  return { status: 200, body: { ...entryBody(read, read.path, item, 'symlink'), target } };
}

/** A followed symlink has the bytes of its target under its own id. */
function fileAnswer(read: Read, item: TreeItem, sha = item.sha): Answer {
  const bytes = bytesOf(read, item);
  if (bytes.length > MAX_BYTES) {
    throw new Refusal(403, 'This API returns blobs up to 100 MB in size.', {
      errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }],
    });
  }
  if (/\braw\b/.test(read.context.headers.accept ?? '')) return { status: 200, body: bytes };
  const inlined = bytes.length <= INLINE_MAX_BYTES;
  const body = {
    ...entryBody(read, read.path, { ...item, sha }, 'file'),
    content: inlined ? base64Lines(bytes) : '',
    encoding: inlined ? 'base64' : 'none',
  } satisfies Schemas['content-file'];
  return { status: 200, body };
}

function directoryBody(read: Read) {
  const below = `${read.path}/`;
  const children = [...read.items.values()].filter(
    ({ path }) => path.startsWith(below) && !path.slice(below.length).includes('/'),
  );
  return children.slice(0, DIRECTORY_MAX).map((child) => entryBody(read, child.path, child, kindOf(child)));
}

function kindOf(item: TreeItem): 'file' | 'dir' | 'symlink' | 'submodule' {
  if (item.type === 'tree') return 'dir';
  // Lists call a submodule a file, for compatibility; so does the real one.
  if (item.type === 'commit') return 'file';
  return item.mode === '120000' ? 'symlink' : 'file';
}

function entryBody<T extends string>(read: Read, path: string, item: TreeItem, type: T) {
  const { world } = read.context;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const self = `${repositoryUrl(world, read.repository)}/contents/${encoded}?ref=${encodeURIComponent(read.ref)}`;
  const git = `${repositoryUrl(world, read.repository)}/git/${item.type}s/${item.sha}`;
  const html = `${repositoryPage(world, read.repository)}/blob/${read.ref}/${encoded}`;
  return {
    type,
    name: posix.basename(path),
    path,
    sha: item.sha,
    size: item.size ?? 0,
    url: self,
    git_url: git,
    html_url: html,
    download_url: item.type === 'blob' ? `${repositoryPage(world, read.repository)}/raw/${read.ref}/${encoded}` : null,
    _links: { self, git, html },
  };
}

function bytesOf(read: Read, item: TreeItem): Uint8Array {
  const bytes = read.repository.objects.findBlob(item.sha);
  if (bytes === undefined) throw notFound();
  return bytes;
}
