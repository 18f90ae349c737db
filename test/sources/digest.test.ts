import { expect, test } from 'vitest';
import { gitBlobId, sha256Hex } from '../../src/sources/digest.ts';
import { temporaryRepository } from './temporary-repository.ts';

test('sha256Hex gives the digest of FIPS 180-4, example "abc"', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('gitBlobId gives the id of the empty blob, which every repository shares', () => {
  expect(gitBlobId(new Uint8Array())).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
});

test.each(['sha1', 'sha256'] as const)('gitBlobId agrees with git hash-object in a %s repository', (format) => {
  const bytes = new Uint8Array([0, 255, 13, 10, 0x7b, 0xc3, 0xa9]);
  const repository = temporaryRepository(undefined, [`--object-format=${format}`]);
  repository.write({ 'bytes.bin': bytes });
  expect(gitBlobId(bytes, format)).toBe(repository.git('hash-object', '--no-filters', 'bytes.bin'));
});
