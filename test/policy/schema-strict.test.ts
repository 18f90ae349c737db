import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { PolicySchema } from '../../src/policy/schema.ts';

test('the schema of policies is a valid JSON Schema in which ajv, at its strictest, finds nothing unknown', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
  expect(() => ajv.compile(PolicySchema)).not.toThrow();
});
