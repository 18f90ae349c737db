import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gitBlobId } from '../../src/sources/digest.ts';
import { openGitHubCommit } from '../../src/sources/github-commit.ts';
import { RefNotFound, SourceUnreachable } from '../../src/sources/source.ts';
import { longestSequentialChain } from '../support/fake-github/index.ts';
import type { Scene } from '../github/scene.ts';
import { createScene, METRICS } from '../github/scene.ts';
import { textOf } from './temporary-repository.ts';

const CAP = 1_000_000;
const PATH = 'models/churn/metrics.json';

let scene: Scene;
beforeEach(async () => {
  scene = await createScene({ timeoutMs: 300 });
});
afterEach(async () => {
  await scene.github.close();
});

describe('openGitHubCommit, through the read port over HTTP', () => {
  test('reads a branch and the policy with one round trip, further files with one more', async () => {
    const source = openGitHubCommit({ at: { branch: 'main' }, reader: scene.reader, expected: ['README.md'] });
    scene.github.setLatency(30);

    expect(textOf(await source.read('README.md', CAP))).toBe('# Models\n');
    expect(longestSequentialChain(scene.github.requests)).toHaveLength(1);
    expect(textOf(await source.read(PATH, CAP))).toBe(METRICS);
    expect(longestSequentialChain(scene.github.requests)).toHaveLength(2);
    expect(await source.commit()).toBe(scene.models.head());
    const entry = (await source.list()).find(({ path }) => path === PATH);
    expect(entry).toEqual({
      path: PATH,
      mode: '100644',
      blob: gitBlobId(new TextEncoder().encode(METRICS)),
      bytes: METRICS.length,
    });
  });

  test('reads a branch with slashes in its name', async () => {
    scene.models.branch('release/2026/11');
    const source = openGitHubCommit({ at: { branch: 'release/2026/11' }, reader: scene.reader, expected: [PATH] });

    expect(textOf(await source.read(PATH, CAP))).toBe(METRICS);
  });

  test('keeps to the head of a pull request after another push', async () => {
    const head = scene.models.commit({ branch: 'feature', files: { [PATH]: 'first' } });
    const source = openGitHubCommit({ at: { commit: head }, reader: scene.reader });
    scene.models.commit({ branch: 'feature', files: { [PATH]: 'second' } });

    expect(textOf(await source.read(PATH, CAP))).toBe('first');
  });

  test('refuses a link even though the contents API follows it', async () => {
    scene.models.commit({ files: { 'link.json': { symlink: PATH } } });
    const source = openGitHubCommit({ at: { branch: 'main' }, reader: scene.reader, expected: ['link.json'] });

    expect(await source.read('link.json', CAP)).toMatchObject({ state: 'refused', entry: { mode: '120000' } });
  });

  test.each([
    ['403', { respond: 403, body: { message: 'Forbidden' } }],
    ['500', { respond: 500, body: { message: 'Server Error' } }],
    ['404', { respond: 404, body: { message: 'Not Found' } }],
    ['a timeout', { delayMs: 2000 }],
    ['a broken connection', { drop: true }],
    ['half an answer', { truncateAnswer: true }],
  ] as const)('says unreachable for a file whose blob ends in %s', async (_, effect) => {
    scene.github.fault({ path: '/git/blobs/', times: 20, effect });
    const source = openGitHubCommit({ at: { branch: 'main' }, reader: scene.reader });

    expect(await source.read(PATH, CAP)).toMatchObject({ state: 'unreachable', reason: expect.any(String) });
    expect(await source.read('gone.json', CAP)).toEqual({ state: 'absent' });
  });

  test('says unreachable for everything while the tree cannot be had', async () => {
    scene.github.fault({ path: '/git/trees/', times: 20, effect: { respond: 502, body: { message: 'Bad Gateway' } } });
    const source = openGitHubCommit({ at: { branch: 'main' }, reader: scene.reader });

    expect((await source.read('gone.json', CAP)).state).toBe('unreachable');
    await expect(source.list()).rejects.toBeInstanceOf(SourceUnreachable);
  });

  test('tells a branch that is not there from a repository that is not shown', async () => {
    const other = scene.github.createRepository('acme/other');
    const blind = scene.readerAs(scene.app.token(scene.app.install(other)));
    const gone = openGitHubCommit({ at: { name: 'gone' }, reader: scene.reader });
    const hidden = openGitHubCommit({ at: { name: 'main' }, reader: blind });

    await expect(gone.commit()).rejects.toBeInstanceOf(RefNotFound);
    await expect(hidden.commit()).rejects.toBeInstanceOf(SourceUnreachable);
  });
});
