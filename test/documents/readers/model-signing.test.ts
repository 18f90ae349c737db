import { describe, expect, test } from 'vitest';
import { parse, read, warningsOf } from './reading.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const ALL = 'c'.repeat(64);

function signature(predicateType: string | null, subject: readonly unknown[], predicate: unknown) {
  const statement = { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate };
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: {} },
    dsseEnvelope: {
      payload: btoa(JSON.stringify(statement)),
      payloadType: 'application/vnd.in-toto+json',
      signatures: [],
    },
  };
}

function later(resources: readonly unknown[] | undefined) {
  return signature('https://model_signing/signature/v1.0', [{ name: 'model', digest: { sha256: ALL } }], {
    resources,
    serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false },
  });
}

function factsOf(content: unknown): readonly string[] {
  return (read(content, 'model.sig').facts ?? []).map(({ name, value }) => `${name}: ${value}`);
}

describe('model-signing', () => {
  test('reads 0.3 and 1.0: the files of the predicate, and all together', () => {
    const content = later([
      { name: 'model.onnx', algorithm: 'sha256', digest: A },
      { name: 'config.json', algorithm: 'sha256', digest: B },
    ]);
    expect(read(content)).toMatchObject({ format: 'model-signing', records: [] });
    expect(factsOf(content)).toEqual([
      'verification: unverified',
      'predicate type: https://model_signing/signature/v1.0',
      `sha256 of model.onnx: ${A}`,
      `sha256 of config.json: ${B}`,
      `sha256 of all files of model: ${ALL}`,
      'method: files',
      'hash_type: sha256',
      'allow_symlinks: false',
    ]);
    expect(warningsOf(read(content))).toEqual([
      'The signature was not verified: anybody can have written what the file says',
    ]);
  });

  test('reads 0.2, whose files are the subjects', () => {
    const subject = [
      { name: 'a', digest: { sha256: A } },
      { name: 'b', digest: { sha256: B } },
    ];
    const facts = factsOf(signature('https://model_signing/Digests/v0.1', subject, { unused: 'x' }));
    expect(facts.slice(2)).toEqual([`sha256 of a: ${A}`, `sha256 of b: ${B}`]);
  });

  test('takes a signature that lists no files for no evidence', () => {
    expect(warningsOf(read(later(undefined))).join()).toMatch(/lists no files, which is no evidence/);
  });

  test('says where a digest is none', () => {
    const document = read(later([{ digest: 'NaN' }, { name: '/srv/x', algorithm: 'sha256', digest: 'abc' }, 3]));
    expect(warningsOf(document).slice(1)).toEqual([
      'A digest of the subject is none',
      'A digest of …/x is none',
      'A digest of the subject is none',
    ]);
    const nameless = signature('https://model_signing/signature/v1.0', [{}], {});
    expect(warningsOf(read(nameless)).at(-1)).toBe('A digest of the subject is none');
  });

  test('refuses a version it does not know', () => {
    const parsed = parse(signature('https://model_signing/signature/v9.0', [], {}));
    expect('problems' in parsed && parsed.problems[0]?.message).toMatch(/version of the signature is not known/);
  });

  test('refuses what the policy wrongly calls a signature, and leaves other bundles to others', () => {
    const parsed = parse({ accuracy: 0.9 }, 'a.json', { format: 'model-signing' });
    expect('problems' in parsed && parsed.problems[0]?.message).toBe('This is no signature of a model');
    const other = signature('https://slsa.dev/provenance/v1', [{ name: 'a', digest: { sha256: A } }], {});
    expect(read(other).format).toBe('in-toto');
    expect(read(signature(null, [], {})).format).toBe('in-toto');
    const damaged = { ...other, dsseEnvelope: { payload: 3 } };
    expect(read(damaged).format).toBe('in-toto');
  });
});
