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

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly { readonly uses: string; readonly with?: Readonly<Record<string, string>> }[] }
    >
  >;
}

function readYaml(path: string) {
  return parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'));
}

test('the action.yml at the root is that of action/, with the path of the bundle from there', () => {
  const { runs, ...rest }: ActionFile = readYaml('action/action.yml');
  const root: ActionFile = readYaml('action.yml');
  expect(root).toEqual({ ...rest, runs: { ...runs, main: `action/${runs.main}` } });
  expect(runs).toEqual({ using: 'node24', main: 'dist/index.js' });
});

test('action.yml names the inputs and outputs that the Action reads and writes, with its defaults', () => {
  const { inputs, outputs }: ActionFile = readYaml('action/action.yml');
  expect(Object.keys(inputs)).toEqual(['token', 'policy', 'model', 'stage', 'comment', 'fail-on']);
  expect(Object.keys(outputs)).toEqual(['verdict', 'report', 'failed-gates']);
  expect(inputs['token']?.default).toBe('${{ github.token }}');
  expect([inputs['comment']?.default, inputs['fail-on']?.default]).toEqual([COMMENT_MODES[0], FAIL_MODES[0]]);
  for (const mode of COMMENT_MODES) expect(inputs['comment']?.description).toContain(mode);
  for (const mode of FAIL_MODES) expect(inputs['fail-on']?.description).toContain(mode);
});

test('the workflow for users to copy uses inputs and events that there are, with the least permissions', () => {
  const workflow: Workflow = readYaml('docs/examples/modelgate.workflow.yml');
  const { inputs }: ActionFile = readYaml('action/action.yml');
  const step = workflow.jobs['modelgate']?.steps.find(({ uses }) => uses.includes('/action@'));
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? { none: '' })));
  expect(FAIL_MODES).toContain(step?.with?.['fail-on']);
  expect(Object.keys(workflow.on)).toEqual(['pull_request', 'merge_group']);
  expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
});
