import { describe, expect, test } from 'vitest';
import { parse, read, recordsOf, warningsOf } from './reading.ts';

const MODEL = `artifact_path: mlflow-artifacts:/1/models/m-abc/artifacts
flavors:
  python_function:
    env:
      conda: conda.yaml
    loader_module: mlflow.sklearn
    python_version: 3.10
  sklearn:
    code: null
    serialization_format: cloudpickle
    sklearn_version: 1.6.1
mlflow_version: 2.21.3
model_size_bytes: 89996
model_uuid: fcf8906c24404a43b83fe1a1c7a3112b
run_id: 05c9b38c261744cf8e12edb8be6d6da0
saved_input_example_info:
  type: dataframe
signature:
  inputs: '[{"type": "long", "name": "Secret"}, {"type": "long", "name": "Age"}]'
  outputs: '[{"type": "long"}]'
  params: null
utc_time_created: '2025-04-26 21:16:04.123456'
`;

function factsOf(text: string) {
  return Object.fromEntries((read(text, 'MLmodel').facts ?? []).map(({ name, value }) => [name, value]));
}

describe('mlmodel', () => {
  test('reads the size in bytes, the version and the time', () => {
    const document = read(MODEL, 'MLmodel');
    expect(document).toMatchObject({
      format: 'mlmodel',
      producer: { tool: 'MLflow', version: '2.21.3' },
      when: '2025-04-26T21:16:04.123Z',
    });
    expect(recordsOf(document)).toMatchObject({ model_size_bytes: { value: 89996, unit: 'bytes' } });
    expect(document.records).toHaveLength(1);
  });

  test('names flavors, versions and ids, keeps 3.10 as written, and shows no column and no address', () => {
    const facts = factsOf(MODEL);
    expect(facts).toMatchObject({
      'flavors.python_function.python_version': '3.10',
      'flavors.sklearn.sklearn_version': '1.6.1',
      'flavors.sklearn.serialization_format': 'cloudpickle',
      run_id: '05c9b38c261744cf8e12edb8be6d6da0',
      artifact_path: '…/artifacts',
      signature: 'present',
      'signature.inputs': '2',
      'signature.outputs': '1',
      'input example': 'present',
    });
    expect(JSON.stringify(facts)).not.toContain('Secret');
  });

  test('says that a model has no signature', () => {
    const text = 'flavors:\n  crate:\n    version: 0.2.0\n    model: crate.bin\n';
    expect(read(text, 'MLmodel').format).toBe('mlmodel');
    expect(warningsOf(read(text, 'MLmodel'))).toEqual([
      'The model has no signature: what it takes and gives is not stated',
    ]);
    expect(factsOf(text)).toEqual({ flavor: 'crate', 'flavors.crate.version': '0.2.0' });
  });

  test('leaves a schema that is no JSON list uncounted', () => {
    const facts = factsOf(MODEL.replace(/outputs: .*/, "outputs: '{}'").replace(/inputs: .*/, "inputs: '[{'"));
    expect(facts.signature).toBe('present');
    expect(facts).not.toHaveProperty(['signature.inputs']);
    expect(facts).not.toHaveProperty(['signature.outputs']);
  });

  test.each([
    ['0', undefined],
    ['null', undefined],
    ['.nan', 'not-finite'],
    ['big', 'string'],
  ])('with a size of %s gives no number', (size, unusable) => {
    const document = read(MODEL.replace('89996', size), 'MLmodel');
    expect(recordsOf(document).model_size_bytes?.value ?? null).toBe(null);
    expect(recordsOf(document).model_size_bytes?.unusable).toBe(unusable);
  });

  test.each(["'2025-99-99 00:00:00'", 'soon', "'2025-04-26 21:16:04'"])(
    'reads a time of %s or leaves it out',
    (time) => {
      expect(read(MODEL.replace("'2025-04-26 21:16:04.123456'", time), 'MLmodel').when).toBe(
        time.startsWith("'2025-04") ? '2025-04-26T21:16:04.000Z' : undefined,
      );
    },
  );

  test('leaves other trees with flavors alone, and refuses a damaged file', () => {
    expect(read({ flavors: { vanilla: 1 } }).format).toBe('metric-tree');
    expect(read({ flavors: { vanilla: { auc: 1 } }, other: 2 }).format).toBe('metric-tree');
    expect(parse(MODEL.replace('flavors:', 'flavors: ['), 'MLmodel')).toHaveProperty('problems');
  });
});
