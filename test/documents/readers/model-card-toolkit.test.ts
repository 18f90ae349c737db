import { describe, expect, test } from 'vitest';
import { read, recordsOf, valuesOf, warningsOf } from './reading.ts';

function card(performance_metrics: readonly unknown[] | undefined, parts: Record<string, unknown> = {}) {
  return {
    schema_version: '0.0.2',
    model_details: {
      name: 'cats',
      version: { name: 'v1.0', date: '2020/02/02' },
      licenses: [{ identifier: 'Apache-2.0' }, { custom_text: 'x' }],
    },
    model_parameters: { data: [] },
    quantitative_analysis: { performance_metrics, graphics: { collection: [{ image: 'aGVsbG8=' }] } },
    ...parts,
  };
}

function interval(lower_bound: unknown, upper_bound: unknown) {
  return { confidence_interval: { lower_bound, upper_bound } };
}

describe('model-card-toolkit', () => {
  test('reads numbers written as strings, with their interval', () => {
    const document = read(
      card([
        { type: 'accuracy', value: '0.9', slice: 'overall', ...interval('0.85', '0.95') },
        { type: 'accuracy', value: '0.8', slice: 'Dog' },
      ]),
    );
    expect(document).toMatchObject({ format: 'model-card-toolkit', producer: { version: '0.0.2' } });
    expect(recordsOf(document)['accuracy']).toMatchObject({
      value: 0.9,
      lexeme: '0.9',
      ci: { lower: 0.85, upper: 0.95 },
    });
    expect(valuesOf(document)).toEqual({ accuracy: 0.9, 'accuracy [slice=Dog]': 0.8 });
    expect(document.facts?.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'model: cats',
      'model version: v1.0',
      'model date: 2020/02/02',
      'license: Apache-2.0',
    ]);
    expect(JSON.stringify(document)).not.toContain('aGVsbG8');
  });

  test('reads 0.0.1: numbers, one license, thresholds that tell entries apart', () => {
    const document = read({
      model_details: { name: '', license: 'MIT' },
      quantitative_analysis: {
        performance_metrics: [
          { type: 'recall', value: 0.9, threshold: 0.5, ...interval(0.8, 1) },
          { type: 'recall', value: 0.7, threshold: 0.9 },
          { type: 'auc', value: 0.95 },
        ],
      },
    });
    expect(valuesOf(document)).toEqual({ 'recall [threshold=0.5]': 0.9, 'recall [threshold=0.9]': 0.7, auc: 0.95 });
    expect(document.producer).toEqual({ tool: 'model-card-toolkit' });
  });

  test.each([
    ['98%', 98, 'percent'],
    ['98.5 %', 98.5, 'percent'],
    ['1e-05', 0.00001, undefined],
  ])('reads %s', (value, number, unit) => {
    expect(recordsOf(read(card([{ type: 'a', value }])))['a']).toMatchObject({
      value: number,
      ...(unit === undefined ? {} : { unit }),
    });
  });

  test.each([
    ['0,95', 'string'],
    ['about 0.9', 'string'],
    ['0.9 ± 0.1', 'string'],
    ['NaN', 'not-finite'],
    ['', 'null'],
    [null, 'null'],
    [true, 'boolean'],
  ])('does not take %s for a number', (value, unusable) => {
    expect(recordsOf(read(card([{ type: 'a', value }])))['a']).toMatchObject({ value: null, unusable });
  });

  test('has no interval of another unit or of words', () => {
    const document = read(
      card([
        { type: 'a', value: '90%', ...interval('0.8', '0.95') },
        { type: 'b', value: '0.9', ...interval('low', 'high') },
        { type: 'c', value: 'x', ...interval('1', '2') },
      ]),
    );
    expect(recordsOf(document)['a']).not.toHaveProperty('ci');
    expect(recordsOf(document)['b']).not.toHaveProperty('ci');
    expect(document.warnings).toEqual([]);
  });

  test('does not use a value outside its own interval', () => {
    const document = read(card([{ type: 'a', value: '0.99', ...interval('0.85', '0.95') }]));
    expect(recordsOf(document)['a']).toMatchObject({ value: null, unusable: 'conflict' });
    expect(warningsOf(document)[0]).toMatch(/contradiction: a is outside its own interval/);
  });

  test('takes two values of one metric for a conflict', () => {
    const document = read(
      card([
        { type: 'a', value: '0.9' },
        { type: 'a', value: '0.8' },
      ]),
    );
    expect(recordsOf(document)['a']).toMatchObject({ unusable: 'conflict' });
  });

  test('says where a card has no metrics, or one without type or value', () => {
    expect(warningsOf(read(card(undefined)))).toEqual(['The card states no performance metrics, which is no evidence']);
    const damaged = read(card([{ value: '0.9' }, { type: 'a' }, 'text']));
    expect(damaged.records).toEqual([]);
    expect(damaged.warnings).toHaveLength(3);
  });

  test('leaves look-alikes to others', () => {
    expect(read({ model_details: { name: 'x' }, accuracy: 0.9 }).format).toBe('metric-tree');
    expect(read({ model_details: 'x', schema_version: '1', accuracy: 0.9 }).format).toBe('metric-tree');
    expect(read({ model_details: {}, model_parameters: {} }).format).toBe('model-card-toolkit');
  });
});
