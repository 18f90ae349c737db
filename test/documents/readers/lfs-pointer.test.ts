import { describe, expect, test } from 'vitest';
import { lfsPointer } from '../../../src/documents/readers/lfs-pointer.ts';
import { parse, read, recordsOf } from './reading.ts';
import { twinText } from './twins.ts';

const TWIN = twinText('lfs-pointer');

describe('lfs-pointer', () => {
  test('gives the digest and the size, where the policy asks for a pointer', () => {
    const document = read(TWIN, 'model.bin', { format: 'lfs-pointer' });
    expect(document.facts).toMatchObject([{ name: 'oid', value: /\b[0-9a-f]{64}\b/.exec(TWIN)?.[0] }]);
    expect(recordsOf(document)['size']).toMatchObject({ value: 48230017, unit: 'bytes' });
  });

  test('refuses a pointer in the place of metrics', () => {
    expect(parse(TWIN, 'metrics.json')).toMatchObject({
      problems: [{ message: 'The file is a Git LFS pointer, not the document itself' }],
    });
  });

  test.each([[TWIN.replace('sha256', 'md5')], [TWIN.slice(0, -5).replace('size', 'six')], ['{}']])(
    'refuses %j, which is no pointer',
    (text) => {
      expect(parse(text, 'm', { format: 'lfs-pointer' })).toMatchObject({
        problems: [{ message: 'The file is no Git LFS pointer' }],
      });
      expect(lfsPointer.read({ shape: 'text', path: 'm', text })).toHaveProperty('problems');
    },
  );
});
