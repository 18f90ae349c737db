import { describe, expect, test } from 'vitest';
import { read, recordsOf, valuesOf, warningsOf } from './reading.ts';

const SHA = 'A'.repeat(64);

function model(parts: Record<string, unknown> = {}) {
  return { type: 'machine-learning-model', name: 'llama', version: '7b', ...parts };
}

function bom(components: readonly unknown[], parts: Record<string, unknown> = {}) {
  return { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, ...parts };
}

function analysed(...performanceMetrics: readonly unknown[]) {
  return model({ modelCard: { quantitativeAnalysis: { performanceMetrics } } });
}

describe('cyclonedx', () => {
  test('reads the performance metrics of a model card', () => {
    const document = read(
      bom(
        [
          analysed(
            { type: 'accuracy', value: '0.92', confidenceInterval: { lowerBound: '0.9', upperBound: '0.94' } },
            { type: 'accuracy', value: '0.88', slice: 'EU' },
          ),
        ],
        { metadata: { timestamp: '2025-09-09T13:50:41Z', tools: { components: [{ name: 'aibom', version: '1.0' }] } } },
      ),
    );
    expect(document).toMatchObject({
      format: 'cyclonedx',
      producer: { tool: 'CycloneDX', version: '1.6' },
      when: '2025-09-09T13:50:41Z',
    });
    expect(recordsOf(document)['accuracy']).toMatchObject({ value: 0.92, ci: { lower: 0.9, upper: 0.94 } });
    expect(recordsOf(document)['accuracy [slice=EU]']).toMatchObject({ value: 0.88 });
    expect(document.facts?.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'made by: aibom@1.0',
      'model: llama@7b',
    ]);
  });

  test('takes the placeholders of the examples for no numbers', () => {
    const document = read(bom([analysed({ type: 'The type', value: 'The value of the performance metric' })]));
    expect(recordsOf(document)['The type']).toMatchObject({ value: null, unusable: 'string' });
  });

  test('reads metrics that stand in properties', () => {
    const properties = [
      { name: 'metrics', value: 'accuracy: 0.92, f1_score: 89.5 %' },
      { name: 'note', value: 'see: the paper, 0.9' },
      { name: 'long', value: 'x'.repeat(3000) },
      { name: 'empty' },
    ];
    const document = read(
      bom([model({ properties })], { metadata: { properties: [{ name: 'm', value: 'auc=0.97' }], tools: [] } }),
    );
    expect(valuesOf(document)).toEqual({ accuracy: 0.92, f1_score: 89.5, auc: 0.97 });
    expect(recordsOf(document)['f1_score']?.unit).toBe('percent');
  });

  test('tells several models apart, those inside others too', () => {
    const inner = { ...analysed({ type: 'auc', value: '0.8' }), name: 'inner', version: undefined };
    const outer = { ...analysed({ type: 'auc', value: '0.9' }), components: [inner] };
    const document = read(bom([], { metadata: { component: outer, tools: [{ name: 'old' }] } }));
    expect(valuesOf(document)).toEqual({ 'auc [model=llama@7b]': 0.9, 'auc [model=inner]': 0.8 });
  });

  test('takes hashes for facts, in lower case, if they are as long as they should be', () => {
    const hashes = [
      { alg: 'SHA-256', content: SHA },
      { alg: 'SHA-256', content: 'abc' },
      { alg: 'Other', content: 'xyz' },
      {},
    ];
    const document = read(bom([{ name: 'weights', type: 'file', hashes }]));
    expect(document.facts).toEqual([expect.objectContaining({ name: 'SHA-256 of weights', value: SHA.toLowerCase() })]);
    expect(warningsOf(document)).toEqual([
      'A hash of weights is none',
      'A hash of weights is none',
      'A hash of weights is none',
      'The BOM lists no machine-learning model',
    ]);
  });

  test('says where a model has no metrics', () => {
    const document = read(bom([model(), 'damaged']));
    expect(document.records).toEqual([]);
    expect(warningsOf(document)).toEqual(['The BOM states no metrics of llama@7b, which is no evidence']);
  });

  test('takes two values of one metric for a conflict, and NaN for unusable', () => {
    const document = read(
      bom([analysed({ type: 'a', value: '1' }, { type: 'a', value: '2' }, { type: 'b', value: 'NaN' })]),
    );
    expect(recordsOf(document)['a']).toMatchObject({ unusable: 'conflict' });
    expect(recordsOf(document)['b']).toMatchObject({ unusable: 'not-finite' });
  });

  test('leaves look-alikes to others', () => {
    expect(read({ specVersion: '1.6', accuracy: 0.9 }).format).toBe('metric-tree');
    expect(read({ bomFormat: 'CycloneDX', specVersion: undefined, accuracy: 0.9 }).format).toBe('metric-tree');
    expect(read('{"bomFormat": "CycloneDX", "specVersion": null}').producer).toEqual({ tool: 'CycloneDX' });
  });
});
