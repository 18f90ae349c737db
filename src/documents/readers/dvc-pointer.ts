import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder } from './builder.ts';
import { isTrackedFile, readTrackedFile } from './dvc-files.ts';
import { entriesOf, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { scalarText, shownPath } from './shown.ts';

/** Keys that DVC writes at the root of a pointer; any other makes it something else. */
const ROOT_KEYS: ReadonlySet<string> = new Set(
  'outs deps md5 frozen wdir meta desc cmd locked always_changed type labels'.split(' '),
);

/** Where an imported file came from: another repository at a revision, or an address. */
function readSource(document: DocumentBuilder, dep: TreeNode): void {
  const path = textAt(dep, 'path');
  if (path !== undefined) document.fact('source.path', shownPath(path), dep.at);
  const repo = objectAt(dep, 'repo');
  for (const key of ['url', 'rev', 'rev_lock']) {
    const text = textAt(repo, key);
    if (text !== undefined) document.fact(`source.${key}`, key === 'url' ? shownPath(text) : text, dep.at);
  }
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'dvc-pointer');
  document.producer({ tool: 'DVC' });
  const outs = itemsOf(nodeAt(root, 'outs'));
  if (outs.length === 0) document.warn('The pointer names no output', root.at);
  for (const out of outs) readTrackedFile(document, [], out);
  for (const dep of itemsOf(nodeAt(root, 'deps'))) readSource(document, dep);
  for (const key of ['frozen', 'type']) {
    const text = scalarText(nodeAt(root, key));
    if (text !== undefined) document.fact(key, text, root.at);
  }
  return document.finish();
}

export const dvcPointer = defineReader({
  id: 'dvc-pointer',
  title: 'DVC pointer (*.dvc)',
  versions: 'DVC 0.9x to 3',
  takes: 'size (bytes) and nfiles of every output; hashes, and where an import came from, as facts',
  refuses: 'empty files give no record; an MD5 is never taken for a SHA-256',
  shapes: ['tree'],
  recognises: ({ root }) => {
    const outs = itemsOf(nodeAt(root, 'outs'));
    return outs.length > 0 && outs.every(isTrackedFile) && entriesOf(root).every(({ key }) => ROOT_KEYS.has(key));
  },
  read,
});
