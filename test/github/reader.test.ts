import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GithubLimitExceeded, GithubNotFound, GithubUnavailable } from '../../src/github/errors.ts';
import { createTokenClient } from '../../src/github/client.ts';
import { getAppIdentity } from '../../src/github/reader.ts';
import { longestSequentialChain } from '../support/fake-github/index.ts';
import { createScene, faultOf, METRICS } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});
afterEach(async () => {
  await scene.github.close();
});

const text = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());

describe('a branch', () => {
  test('gives its commit and its tree in one request', async () => {
    const head = await scene.reader.findBranchHead('main');
    expect(head?.commit).toBe(scene.models.head());
    expect(head?.tree).toBe(scene.models.record.objects.findCommit(scene.models.head())?.tree);
    expect(scene.github.requests).toHaveLength(1);
  });

  test('with slashes in its name is found', async () => {
    scene.models.branch('release/2026/11');
    expect((await scene.reader.findBranchHead('release/2026/11'))?.commit).toBe(scene.models.head());
  });

  test('that does not exist is undefined', async () => {
    expect(await scene.reader.findBranchHead('gone')).toBeUndefined();
  });

  test('is found by its ref where the server knows no branches', async () => {
    scene.github.fault({ path: '/branches/', effect: { respond: 404, body: { message: 'Not Found' } } });
    expect((await scene.reader.findBranchHead('main'))?.commit).toBe(scene.models.head());
  });

  test('of a repository that the token may not see is unavailable, not absent', async () => {
    const other = scene.github.createRepository('acme/other');
    const fault = await faultOf(scene.readerAs(scene.app.token(scene.app.install(other))).findBranchHead('main'));
    expect(fault).toBeInstanceOf(GithubUnavailable);
  });

  test('is unavailable, not absent, without the permission', async () => {
    const reader = scene.readerAs(scene.app.token(scene.installation, { checks: 'write' }));
    const fault = await faultOf(reader.findBranchHead('main'));
    expect(fault).toMatchObject({
      name: 'GithubUnavailable',
      status: 403,
      message: 'GitHub refused branch main with 403 (no permission).',
    });
  });
});

describe('a tree', () => {
  test('lists every file with mode, id and size', async () => {
    const tree = await scene.reader.getTree(scene.models.head());
    expect(tree.entries.find((entry) => entry.path === 'models/churn/metrics.json')).toMatchObject({
      mode: '100644',
      type: 'blob',
      size: METRICS.length,
    });
  });

  test('asked by id is fetched once, asked by branch every time', async () => {
    const head = await scene.reader.findBranchHead('main');
    scene.github.forgetRequests();
    await scene.reader.getTree(head?.tree ?? '');
    await scene.reader.getTree(head?.tree ?? '');
    expect(scene.github.requests).toHaveLength(1);
    await scene.reader.getTree('main');
    await scene.reader.getTree('main');
    expect(scene.github.requests).toHaveLength(3);
  });

  test('that GitHub truncates is a limit, never a shorter list', async () => {
    scene.models.record.truncateTrees = true;
    const fault = await faultOf(scene.reader.getTree('main'));
    expect(fault).toBeInstanceOf(GithubLimitExceeded);
    expect(fault).toHaveProperty('message', expect.stringContaining('100,000 entries'));
  });

  test('shows symlinks and submodules as what they are', async () => {
    const submodule = 'a'.repeat(40);
    scene.models.commit({ files: { link: { symlink: 'README.md' }, sub: { submodule } } });
    const { entries } = await scene.reader.getTree('main');
    expect(entries.filter((entry) => ['link', 'sub'].includes(entry.path))).toMatchObject([
      { path: 'link', mode: '120000', type: 'blob' },
      { path: 'sub', mode: '160000', type: 'commit', sha: submodule, size: null },
    ]);
  });
});

describe('a server that takes nothing but the id of a tree', () => {
  const refuseAllBut = (tree: string, status: number): void => {
    const path = new RegExp(`/git/trees/(?!${tree})`);
    scene.github.fault({ path, times: 99, effect: { respond: status, body: { message: 'Not Found' } } });
  };

  test.each([404, 422, 501])('and answers %i otherwise is asked again by that id', async (status) => {
    const head = await scene.reader.findBranchHead('main');
    refuseAllBut(head?.tree ?? '', status);
    const tree = await scene.reader.getTree(head?.commit ?? '');
    expect(tree.sha).toBe(head?.tree);
    expect(await scene.reader.getTree(head?.tree ?? '')).toEqual(tree);
  });

  test('still knows no tree that is not there', async () => {
    refuseAllBut('none', 404);
    expect(await faultOf(scene.reader.getTree('0'.repeat(40)))).toBeInstanceOf(GithubNotFound);
    expect(await faultOf(scene.reader.getTree('gone'))).toBeInstanceOf(GithubNotFound);
  });

  test('is unavailable, not without that tree, when the commit cannot be read', async () => {
    refuseAllBut('none', 404);
    scene.github.fault({ path: '/git/commits/', times: 99, effect: { respond: 503 } });
    expect(await faultOf(scene.reader.getTree(scene.models.head()))).toBeInstanceOf(GithubUnavailable);
  });

  test('is not asked again when it is out of order', async () => {
    scene.github.fault({ path: '/git/trees/', times: 99, effect: { respond: 503 } });
    expect(await faultOf(scene.reader.getTree('main'))).toBeInstanceOf(GithubUnavailable);
    expect(new Set(scene.github.requests.map(({ path }) => path)).size).toBe(1);
  });
});

test('a tree asked by branch or commit is the same, whichever id the server answers with', async () => {
  scene.models.record.treeAnswersWith = 'commit';
  const head = await scene.reader.findBranchHead('main');
  const byBranch = await scene.reader.getTree('main');
  expect(byBranch.sha).toBe(head?.commit);
  expect(byBranch.entries).toEqual((await scene.reader.getTree(head?.tree ?? '')).entries);
});

describe('a blob', () => {
  test('gives its very bytes, once fetched for ever', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 256);
    scene.models.commit({ files: { 'model.bin': bytes } });
    const { entries } = await scene.reader.getTree('main');
    const sha = entries.find((entry) => entry.path === 'model.bin')?.sha ?? '';
    expect(await scene.reader.getBlob(sha)).toEqual(bytes);
    scene.github.fault({ path: '/git/blobs/', times: 9, effect: { respond: 500 } });
    expect(await scene.reader.getBlob(sha)).toEqual(bytes);
  });

  test('that is empty is empty', async () => {
    scene.models.commit({ files: { empty: '' } });
    expect(await scene.reader.getBlob('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391')).toHaveLength(0);
  });

  test('that does not exist is not found', async () => {
    expect(await faultOf(scene.reader.getBlob('0'.repeat(40)))).toBeInstanceOf(GithubNotFound);
  });

  test('whose size is not what GitHub said is unavailable', async () => {
    const body = { content: 'YWJj', encoding: 'base64', size: 4 };
    scene.github.fault({ path: '/git/blobs/', effect: { respond: 200, body } });
    expect(await faultOf(scene.reader.getBlob('1'.repeat(40)))).toBeInstanceOf(GithubUnavailable);
  });
});

describe('content by path', () => {
  test('gives bytes and the id to compare with the tree', async () => {
    const content = await scene.reader.findContent('models/churn/metrics.json', 'main');
    const { entries } = await scene.reader.getTree('main');
    expect(text(content?.bytes)).toBe(METRICS);
    expect(content?.sha).toBe(entries.find((entry) => entry.path === 'models/churn/metrics.json')?.sha);
  });

  test('that is absent is undefined', async () => {
    expect(await scene.reader.findContent('nothing.yml', 'main')).toBeUndefined();
  });

  test('over one megabyte has no bytes, which is not an empty file', async () => {
    scene.models.commit({ files: { 'large.json': 'x'.repeat(1_048_577), 'empty.json': '' } });
    expect((await scene.reader.findContent('large.json', 'main'))?.bytes).toBeNull();
    expect((await scene.reader.findContent('empty.json', 'main'))?.bytes).toHaveLength(0);
  });

  test('of a symlink has no bytes, for they would be those of its target', async () => {
    scene.models.commit({ files: { 'policy.yml': { symlink: 'README.md' } } });
    expect(await scene.reader.findContent('policy.yml', 'main')).toMatchObject({ type: 'file', bytes: null });
  });

  test('of a directory is a directory', async () => {
    expect(await scene.reader.findContent('models', 'main')).toMatchObject({ type: 'dir', bytes: null });
  });
});

describe('pull requests', () => {
  test('from forks are found by their head', async () => {
    const fork = scene.models.fork('mallory');
    const sha = fork.commit({ branch: 'better', files: { 'README.md': 'mine\n' } });
    const pull = scene.models.openPull({ title: 'Better', head: 'better', fork, author: 'mallory' });
    expect(await scene.reader.listPullRequestsByHead(sha)).toMatchObject([
      {
        number: pull.number,
        head: { sha, repository: 'mallory/models' },
        author: { id: expect.any(Number), login: 'mallory', bot: false },
      },
    ]);
  });

  test('of the same repository are found by their head in one request', async () => {
    const sha = scene.models.commit({ branch: 'better', files: { 'README.md': 'mine\n' } });
    scene.models.openPull({ title: 'Better', head: 'better' });
    expect(await scene.reader.listPullRequestsByHead(sha)).toHaveLength(1);
    expect(scene.github.requests).toHaveLength(1);
  });

  test('by base lists only the open ones into it, latest first', async () => {
    scene.models.branch('develop');
    scene.models.commit({ branch: 'one', files: { a: '1' } });
    scene.models.commit({ branch: 'two', files: { a: '2' } });
    const first = scene.models.openPull({ title: 'One', head: 'one' });
    scene.models.openPull({ title: 'Elsewhere', head: 'one', base: 'develop' });
    const second = scene.models.openPull({ title: 'Two', head: 'two' });
    scene.models.openPull({ title: 'Closed', head: 'two' }).close();
    const numbers = (await scene.reader.listOpenPullRequests({ base: 'main' })).map(({ number }) => number);
    expect(numbers).toEqual([second.number, first.number]);
  });

  test('carry the base of the stack that they are part of', async () => {
    scene.models.commit({ branch: 'lower', files: { a: '1' } });
    scene.models.commit({ branch: 'upper', from: 'lower', files: { a: '2' } });
    const upper = scene.models.openPull({ title: 'Upper', head: 'upper', base: 'lower', stackBase: 'main' });
    expect(await scene.reader.getPullRequest(upper.number)).toMatchObject({
      base: { branch: 'lower' },
      stackBase: 'main',
    });
  });

  test('that do not exist are not found', async () => {
    expect(await faultOf(scene.reader.getPullRequest(99))).toBeInstanceOf(GithubNotFound);
  });

  test('compare with their base by the merge base', async () => {
    const base = scene.models.head();
    scene.models.commit({ branch: 'better', files: { a: '1' } });
    scene.models.commit({ files: { b: '1' } });
    expect(await scene.reader.compare(scene.models.head('main'), scene.models.head('better'))).toEqual({
      mergeBase: base,
      status: 'diverged',
      aheadBy: 1,
      behindBy: 1,
    });
  });

  test('list all of their changed files over several pages', async () => {
    const files = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`f/${i}.json`, `${i}`]));
    scene.models.commit({ branch: 'many', files });
    const pull = scene.models.openPull({ title: 'Many', head: 'many' });
    expect(await scene.reader.listPullRequestFiles(pull.number)).toHaveLength(250);
    expect(scene.github.requests).toHaveLength(3);
  });

  test('that change more files than GitHub lists are a limit, never a shorter list', async () => {
    const files = Object.fromEntries(Array.from({ length: 3001 }, (_, i) => [`f/${i}.json`, `${i}`]));
    scene.models.commit({ branch: 'many', files });
    const pull = scene.models.openPull({ title: 'Many', head: 'many' });
    expect(await faultOf(scene.reader.listPullRequestFiles(pull.number))).toBeInstanceOf(GithubLimitExceeded);
  });
});

describe('lists', () => {
  test('of comments come whole in two round trips, however long', async () => {
    scene.models.commit({ branch: 'b', files: { a: '1' } });
    const pull = scene.models.openPull({ title: 'B', head: 'b' });
    for (let i = 0; i < 450; i += 1) pull.comment(`comment ${i}`);
    scene.github.setLatency(60);
    const comments = await scene.reader.listIssueComments(pull.number);
    expect(comments.map(({ body }) => body)).toEqual(Array.from({ length: 450 }, (_, i) => `comment ${i}`));
    expect(scene.github.requests).toHaveLength(5);
    expect(longestSequentialChain(scene.github.requests)).toHaveLength(2);
  });

  test('of check runs are narrowed by name and give the app', async () => {
    const sha = scene.models.head();
    const content = { status: 'completed', conclusion: 'success', title: 't', summary: 's' } as const;
    await scene.writer.createCheckRun(sha, { ...content, name: 'one', externalId: 'digest' });
    await scene.writer.createCheckRun(sha, { ...content, name: 'two' });
    expect(await scene.reader.listCheckRuns(sha, { name: 'one' })).toMatchObject([
      { name: 'one', appId: scene.app.id, externalId: 'digest', conclusion: 'success', headSha: sha },
    ]);
  });
});

test('a workflow token reads as the App does', async () => {
  const reader = scene.readerAs(scene.github.actionsToken(scene.models));
  expect((await reader.getRepository()).defaultBranch).toBe('main');
  expect(text((await reader.findContent('models/churn/metrics.json', 'main'))?.bytes)).toBe(METRICS);
});

test('an answer that is no JSON is unavailable', async () => {
  scene.github.fault({
    path: '/pulls/1',
    effect: { respond: 200, body: Buffer.from('<html>'), headers: { 'content-type': 'text/html' } },
  });
  expect(await faultOf(scene.reader.getPullRequest(1))).toBeInstanceOf(GithubUnavailable);
});

test('the app is not known to an installation', async () => {
  const client = createTokenClient({ baseUrl: scene.github.url, token: scene.app.token(scene.installation) });
  expect(await faultOf(getAppIdentity(client))).toMatchObject({ name: 'GithubUnavailable', status: 401 });
});
