import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInputs } from '../../src/action/inputs.ts';
import { readOccasion } from '../../src/action/occasion.ts';
import { temporaryFolder } from '../sources/temporary-repository.ts';

describe('inputs', () => {
  test('have defaults for all but the token', () => {
    expect(readInputs({ env: { INPUT_TOKEN: 't', INPUT_POLICY: '', INPUT_MODEL: ' ' } })).toEqual({
      token: 't',
      policy: undefined,
      models: [],
      stage: undefined,
      comment: 'always',
      failOn: 'blocked',
    });
    expect(() => readInputs({ env: {} })).toThrow('There is no token.');
  });

  test('name several models by commas, spaces or lines', () => {
    expect(readInputs({ env: { INPUT_TOKEN: 't', INPUT_MODEL: 'a, b c\nd\n' } }).models).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are refused where they are none of the choices', () => {
    const env = { INPUT_TOKEN: 't', INPUT_COMMENT: 'sometimes' };
    expect(() => readInputs({ env })).toThrow('Expected one of: always, on-failure, never.');
  });
});

describe('the occasion', () => {
  async function read(event: string, payload: unknown, env: Readonly<Record<string, string>> = {}) {
    const file = join(temporaryFolder(), 'event.json');
    writeFileSync(file, typeof payload === 'string' ? payload : JSON.stringify(payload));
    const shared = { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: file, GITHUB_REPOSITORY: 'acme/models' };
    return readOccasion({ env: { ...shared, GITHUB_SHA: 'c', ...env } });
  }

  const pull = { number: 7, head: { sha: 'h' }, base: { sha: 'b', ref: 'part-1' } };

  test('of a stacked pull request is a change of the branch that the stack goes into', async () => {
    const payload = { pull_request: { ...pull, stack: { base: { ref: 'main' } } } };
    expect(await read('pull_request', payload)).toMatchObject({ branch: 'main', headSha: 'h', pullRequest: 7 });
    expect(await read('pull_request', { pull_request: pull })).toMatchObject({ branch: 'part-1' });
  });

  test.each([
    ['pull_request', {}, 'The payload of this pull_request event lacks'],
    ['merge_group', { merge_group: { base_ref: 'refs/heads/main' } }, 'The payload of this merge_group event lacks'],
    ['push', { ref: 'refs/tags/v1', before: 'a', after: 'b' }, 'this one is to refs/tags/v1'],
    ['push', { ref: 'refs/heads/x', before: 'a', after: '0'.repeat(40) }, 'The branch x was deleted'],
    ['push', 'no JSON', 'cannot be read'],
    ['push', '[]', 'lacks what is needed'],
    ['push', '7', 'is no JSON object'],
    ['schedule', {}, 'Run it on pull_request, merge_group, push or workflow_dispatch.'],
  ])('%s with %j is refused: %s', async (event, payload, reason) => {
    await expect(read(event, payload)).rejects.toThrow(reason);
  });

  test('outside of GitHub Actions is refused by the variable that is missing', async () => {
    await expect(readOccasion({ env: {} })).rejects.toThrow('GITHUB_EVENT_NAME is not set');
    await expect(read('push', {}, { GITHUB_REPOSITORY: 'models' })).rejects.toThrow('owner/name');
  });
});
