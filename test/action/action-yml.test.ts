import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMENT_MODES, FAIL_MODES } from '../../src/action/inputs.ts';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

function readAction(path: string): ActionFile {
  return parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'));
}

test('the action.yml at the root is that of action/, with the path of the bundle from there', () => {
  const { runs, ...rest } = readAction('action/action.yml');
  const root = readAction('action.yml');
  expect(root).toEqual({ ...rest, runs: { ...runs, main: `action/${runs.main}` } });
  expect(runs).toEqual({ using: 'node24', main: 'dist/index.js' });
});

test('action.yml names the inputs and outputs that the Action reads and writes, with its defaults', () => {
  const { inputs, outputs } = readAction('action/action.yml');
  expect(Object.keys(inputs)).toEqual(['token', 'policy', 'model', 'stage', 'comment', 'fail-on']);
  expect(Object.keys(outputs)).toEqual(['verdict', 'report', 'failed-gates']);
  expect(inputs['token']?.default).toBe('${{ github.token }}');
  expect([inputs['comment']?.default, inputs['fail-on']?.default]).toEqual([COMMENT_MODES[0], FAIL_MODES[0]]);
  for (const mode of COMMENT_MODES) expect(inputs['comment']?.description).toContain(mode);
  for (const mode of FAIL_MODES) expect(inputs['fail-on']?.description).toContain(mode);
});
