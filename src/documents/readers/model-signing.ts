import { createDocument, type DocumentBuilder } from './builder.ts';
import { itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';
import { scalarText } from './shown.ts';
import { addDigest, addSubjects, addUnverified, type Statement, statementsOf } from './statement.ts';
import type { TreeNode } from '../tree.ts';

const PREDICATE = /^https:\/\/model_signing\/(Digests\/v0\.1|signature\/v1\.0)$/;
const SERIALIZATION = ['method', 'hash_type', 'allow_symlinks'] as const;

function typeOf({ root }: Statement): string {
  return textAt(root, 'predicateType') ?? '';
}

function statementOf(root: TreeNode): Statement | undefined {
  return statementsOf([root]).found.find((statement) => typeOf(statement).startsWith('https://model_signing/'));
}

/** 0.2 names every file as a subject; later versions sign one digest of all and list the files in the predicate. */
function addResources(document: DocumentBuilder, statement: Statement): void {
  const { root, at } = statement;
  const resources = itemsOf(nodeAt(root, 'predicate', 'resources'));
  for (const resource of resources)
    addDigest(
      document,
      textAt(resource, 'algorithm') ?? 'digest',
      textAt(resource, 'name') ?? '',
      nodeAt(resource, 'digest'),
      at,
    );
  const isList = typeOf(statement).includes('/Digests/');
  if (isList) addSubjects(document, statement);
  else if (resources.length === 0) document.warn('The signature lists no files, which is no evidence', at);
  for (const subject of isList ? [] : itemsOf(nodeAt(root, 'subject')))
    addDigest(document, 'sha256 of all files', textAt(subject, 'name') ?? '', nodeAt(subject, 'digest', 'sha256'), at);
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'model-signing');
  const statement = statementOf(root);
  document.producer({ tool: 'model-signing' });
  if (statement === undefined) {
    document.refuse('This is no signature of a model', root.at);
    return document.finish();
  }
  const { root: signed, at } = statement;
  const type = typeOf(statement);
  addUnverified(document, at);
  document.fact('predicate type', type, at);
  if (!PREDICATE.test(type)) document.refuse('The version of the signature is not known', at, { received: type });
  addResources(document, statement);
  for (const key of SERIALIZATION) {
    const text = scalarText(nodeAt(signed, 'predicate', 'serialization', key));
    if (text !== undefined) document.fact(key, text, at);
  }
  return document.finish();
}

export const modelSigning = defineReader({
  id: 'model-signing',
  title: 'OpenSSF model signature',
  versions: '0.2, 0.3, 1.0',
  takes: 'digests of the files and of all together as facts, unverified',
  refuses: 'other predicates of later versions; damaged payloads',
  shapes: ['tree'],
  recognises: ({ root }) => objectAt(root, 'dsseEnvelope') !== undefined && statementOf(root) !== undefined,
  read,
});
