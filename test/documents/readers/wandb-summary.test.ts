import { describe, expect, test } from 'vitest';
import { parse, read, recordsOf, valuesOf, warningsOf } from './reading.ts';

const SUMMARY = {
  'val/acc': 0.9,
  'train/loss': 0.1,
  'train/global_step': 2000,
  epoch: 3,
  best: { f1: { max: 0.8 } },
  images: { _type: 'images/separated', count: 3, size: 4 },
  note: 'a long text of somebody',
  samples: [1, 2],
  tokens: 2621440000,
  _timestamp: 1.7605e9,
  _runtime: 56.5,
  _step: 1999,
  _wandb: { runtime: 87 },
};

function factsOf(content: unknown) {
  return Object.fromEntries((read(content).facts ?? []).map(({ name, value }) => [name, value]));
}

describe('wandb-summary', () => {
  test('reads numbers under their own names and leaves its bookkeeping and its media out', () => {
    const document = read(SUMMARY);
    expect(document).toMatchObject({
      format: 'wandb-summary',
      producer: { tool: 'W&B' },
      when: '2025-10-15T03:46:40.000Z',
    });
    expect(valuesOf(document)).toEqual({ 'val/acc': 0.9, 'train/loss': 0.1, 'best.f1.max': 0.8, tokens: 2621440000 });
    expect(factsOf(SUMMARY)).toEqual({ _step: '1999', _runtime: '56.5', 'train/global_step': '2000', epoch: '3' });
    expect(JSON.stringify(document)).not.toContain('somebody');
  });

  test.each(['NaN', 'Infinity', '-Infinity'])('keeps a quoted %s as unusable', (word) => {
    expect(recordsOf(read({ ...SUMMARY, 'val/acc': word }))['val/acc']).toMatchObject({
      value: null,
      unusable: 'not-finite',
    });
  });

  test('keeps a bare NaN, null, a boolean and a quoted number as unusable', () => {
    const text = JSON.stringify({ _runtime: 1, a: 5, b: null, c: true, d: '0.9' }).replace(':5', ':NaN');
    expect(Object.values(recordsOf(read(text))).map(({ unusable }) => unusable)).toEqual([
      'not-finite',
      'null',
      'boolean',
      'string',
    ]);
  });

  test('says that nothing was logged', () => {
    const document = read({ _wandb: { runtime: 3 }, epoch: null, nested: { images: { _type: 'image-file' } } });
    expect(document.records).toEqual([]);
    expect(document).not.toHaveProperty('when');
    expect(warningsOf(document)[0]).toMatch(/^No number was logged/);
    expect(read([1], 'x.json', { format: 'wandb-summary' }).records).toEqual([]);
  });

  test('leaves other trees alone, and refuses a damaged one', () => {
    expect(read({ acc: 0.9, runtime: 3 }).format).toBe('metric-tree');
    expect(read('_timestamp: 3\nacc: 0.9\n', 'm.yaml').format).toBe('metric-tree');
    expect(parse(JSON.stringify(SUMMARY).slice(0, -1))).toHaveProperty('problems');
  });
});
