import { excerpt } from '../excerpt.ts';

/** A file of a manifest with its digest, or why it is refused. */
export type ManifestEntry =
  | { readonly file: string; readonly sha256: string }
  | { readonly problem: string; readonly expected: string; readonly received: string };

const HEX = /^[0-9a-f]+$/i;
const ALGORITHMS: Readonly<Record<number, string>> = {
  32: 'MD5',
  40: 'SHA-1',
  56: 'SHA-224',
  96: 'SHA-384',
  128: 'SHA-512',
};

/** GNU: two spaces, or a space and `*` for binary mode; one space is what people write by hand. */
const GNU = /^(\\?)([0-9a-fA-F]{8,128})(?: [ *]|\t| )(.+)$/;
const BSD = /^(\\?)([A-Za-z0-9-]{3,12}) ?\((.+)\) ?= ?([0-9a-fA-F]{8,128})$/;

/** `sha256:…` as registries write it, and the digest in lower case. */
export function readDigest(text: string): string | undefined {
  const digest = text.trim().replace(/^sha256[:-]/i, '');
  return digest.length === 64 && HEX.test(digest) ? digest.toLowerCase() : undefined;
}

/** Why a text is no SHA-256, as precisely as its length tells. */
export function describeDigest(text: string): string {
  const digest = text.trim().replace(/^sha256[:-]/i, '');
  if (digest === '') return 'no digest';
  if (!HEX.test(digest)) return 'not hexadecimal';
  const algorithm = ALGORITHMS[digest.length];
  return `${digest.length} hexadecimal digits${algorithm === undefined ? (digest.length < 64 ? ', cut short' : '') : `, the length of ${algorithm}`}`;
}

/** Why a path is refused: a manifest speaks of files beside it, and of no others. */
function refusePath(path: string): string | undefined {
  if (path === '') return 'The path is empty';
  if (/^(?:[\\/]|[A-Za-z]:|~)/.test(path)) return 'The path is absolute';
  if (path.split(/[\\/]/).includes('..')) return 'The path leaves its folder (..)';
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f]/.test(path) ? 'The path has control characters' : undefined;
}

export function entryOf(path: string, digest: string): ManifestEntry {
  const file = path.trim().replace(/^(?:\.\/)+/, '');
  const wrong = refusePath(file);
  // An absolute path names a machine: it is not repeated.
  if (wrong !== undefined)
    return { problem: wrong, expected: 'a path relative to the repository', received: 'another' };
  const sha256 = readDigest(digest);
  if (sha256 !== undefined) return { file, sha256 };
  return {
    problem: `The digest of "${excerpt(file, 80)}" is no SHA-256`,
    expected: '64 hexadecimal digits',
    received: describeDigest(digest),
  };
}

/** `\n` and `\\` in a name, where the line starts with a backslash. */
function unescape(name: string): string {
  return name.replaceAll(/\\([\\nr])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\\'));
}

/** A line of `sha256sum` or `shasum --tag`; undefined for anything else. */
export function readManifestLine(line: string): ManifestEntry | undefined {
  if (line.length > 5000) return undefined;
  const [, bsdEscape, algorithm, bsdName = '', bsdDigest = ''] = BSD.exec(line) ?? [];
  if (algorithm !== undefined) {
    if (!/^sha-?256$/i.test(algorithm))
      return { problem: 'The algorithm is not SHA-256', expected: 'SHA256', received: excerpt(algorithm) };
    return entryOf(bsdEscape === '' ? bsdName : unescape(bsdName), bsdDigest);
  }
  const [, escape, digest, name = ''] = GNU.exec(line) ?? [];
  return digest === undefined ? undefined : entryOf(escape === '' ? name : unescape(name), digest);
}

/** `path, hash, date` without a header: a path, then a text of hexadecimal digits only. */
export function readSeedRow(line: string): ManifestEntry | undefined {
  const [file, digest] = line.slice(0, 5000).split(',');
  if (file === undefined || digest === undefined || !/^\s*[0-9a-f]{8,128}\s*$/i.test(digest)) return undefined;
  return /[./\\]/.test(file) ? entryOf(file, digest) : undefined;
}
