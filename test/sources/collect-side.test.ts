import { expect, test } from 'vitest';
import { collectSide } from '../../src/sources/collect-side.ts';
import { memorySource } from '../../src/sources/memory.ts';

const POINTER = 'outs:\n- md5: 2a225116004b0db5acd1aa5b62eac0fb\n  size: 48230017\n  path: model.bin\n';

async function weigh(files: Readonly<Record<string, string>>, path = 'models/model.bin') {
  const { side } = await collectSide(memorySource({ ref: 'main', commit: null, files }), { model: { path } });
  return side.model;
}

test('a model that DVC tracks is weighed by the pointer beside it', async () => {
  expect(await weigh({ 'models/model.bin.dvc': POINTER })).toMatchObject({
    state: 'present',
    document: { files: [{ path: 'models/model.bin', bytes: 48_230_017, from: 'dvc-pointer' }] },
  });
});

test('a model that is in git is weighed itself, whatever pointer stands beside it', async () => {
  expect(await weigh({ 'models/model.bin': 'x'.repeat(5000), 'models/model.bin.dvc': POINTER })).toMatchObject({
    document: { files: [{ bytes: 5000, from: 'blob' }] },
  });
});

test('a model without a file and without a pointer is absent', async () => {
  expect(await weigh({ 'models/other.bin.dvc': POINTER })).toMatchObject({ state: 'absent' });
});
