import { excerpt } from '../excerpt.ts';
import { MAX_JSON_BYTES } from '../limits.ts';
import type { Position } from '../problem.ts';
import { parseJsonText } from '../read-json.ts';
import type { TreeNode } from '../tree.ts';
import type { DocumentBuilder } from './builder.ts';
import { entriesOf, hasKeys, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';
import { shownPath } from './shown.ts';

/** An in-toto statement (v0.1 and v1) and where its envelope stands in the file: its own positions are of a decoded text. */
export interface Statement {
  readonly root: TreeNode;
  readonly at: Position;
}

/** What came out of a file's attestations. */
export interface Statements {
  readonly found: readonly Statement[];
  /** Envelopes whose payload is no statement. */
  readonly broken: readonly { readonly at: Position; readonly reason: string }[];
}

const IN_TOTO = /^application\/vnd\.in-toto(?:\+json|\.[\w.+-]{1,80})?$/;

/** Bytes of a base64 text, standard or for URLs; undefined for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replaceAll(/\s/g, '');
  if (plain.length > MAX_JSON_BYTES * 2 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return undefined;
  try {
    return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isEnvelope(node: TreeNode | undefined): boolean {
  return hasKeys(node, 'payload', 'payloadType');
}

export function isStatement(node: TreeNode | undefined): boolean {
  return (
    hasKeys(node, 'predicateType', 'subject') &&
    (textAt(node, '_type') ?? '').startsWith('https://in-toto.io/Statement/')
  );
}

/**
 * The envelopes and bare statements of one JSON value: a statement, a DSSE envelope, a Sigstore bundle, what GitHub's
 * API and `gcloud artifacts` put around those.
 */
function attestationsOf(node: TreeNode): readonly TreeNode[] {
  if (isStatement(node) || isEnvelope(node)) return [node];
  const bundle = objectAt(node, 'bundle') ?? objectAt(node, 'attestation', 'bundle') ?? node;
  const envelope = nodeAt(bundle, 'dsseEnvelope');
  if (envelope !== undefined && isEnvelope(envelope)) return [envelope];
  const lists = [
    node.kind === 'array' ? node : undefined,
    nodeAt(node, 'attestations'),
    nodeAt(node, 'provenance_summary', 'provenance'),
  ];
  return lists.flatMap(itemsOf).flatMap((item) => {
    const inner = nodeAt(item, 'envelope') ?? nodeAt(item, 'build', 'intotoStatement') ?? item;
    return inner.kind === 'array' ? [] : attestationsOf(inner);
  });
}

/** All statements of a file, decoded and unverified. */
export function statementsOf(values: readonly TreeNode[]): Statements {
  const found: Statement[] = [];
  const broken: { at: Position; reason: string }[] = [];
  for (const node of values.flatMap(attestationsOf)) {
    if (isStatement(node)) {
      found.push({ root: node, at: node.at });
      continue;
    }
    const decoded = decodeEnvelope(node);
    if (typeof decoded === 'string') broken.push({ at: node.at, reason: decoded });
    else found.push({ root: decoded, at: node.at });
  }
  return { found, broken };
}

/** The statement of an envelope, or why there is none. */
function decodeEnvelope(envelope: TreeNode): TreeNode | string {
  const type = textAt(envelope, 'payloadType') ?? '';
  if (!IN_TOTO.test(type)) return 'its payload is of another type';
  const bytes = decodeBase64(textAt(envelope, 'payload') ?? '');
  if (bytes === undefined || bytes.length === 0) return 'its payload is not base64';
  const parsed = parseJsonText('', decodeUtf8(bytes));
  if ('problems' in parsed) return 'its payload is not JSON';
  return isStatement(parsed.value) ? parsed.value : 'its payload is no in-toto statement';
}

/** What is no UTF-8 becomes a replacement character, which no digest has. */
function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** One fact for each digest of a statement's subjects. */
export function addSubjects(document: DocumentBuilder, { root, at }: Statement): void {
  const subjects = itemsOf(nodeAt(root, 'subject'));
  if (subjects.length === 0) document.warn('A statement names no subject', at);
  for (const subject of subjects)
    for (const { key, value } of entriesOf(nodeAt(subject, 'digest')))
      addDigest(document, key, textAt(subject, 'name') ?? '', value, at);
}

export function addDigest(
  document: DocumentBuilder,
  algorithm: string,
  name: string,
  digest: TreeNode | undefined,
  at: Position,
): void {
  const shown = name === '' ? 'the subject' : shownPath(name);
  const isSound = digest?.kind === 'string' && /^[0-9a-f]{8,256}$/i.test(digest.value);
  const length = /^sha(?:2_|-)?256$/i.test(algorithm) ? 64 : undefined;
  if (isSound && (length === undefined || digest.value.length === length))
    document.fact(`${excerpt(algorithm)} of ${shown}`, digest.value.toLowerCase(), at);
  else document.warn(`A digest of ${excerpt(shown)} is none`, at, { expected: 'hexadecimal digits, 64 of SHA-256' });
}

/** Says of everything in the file that nobody vouches for it yet. */
export function addUnverified(document: DocumentBuilder, at: Position): void {
  document.fact('verification', 'unverified', at);
  document.warn('The signature was not verified: anybody can have written what the file says', at);
}
