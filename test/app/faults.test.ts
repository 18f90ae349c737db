import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { secondaryLimit, writes } from '../support/fake-github/index.ts';
import { CHECK, checkOf, createScene, METRICS, metrics, openPull, POLICY, POLICY_TEXT } from './scene.ts';

test('case 15: production without the document is a first model, not a pass', async () => {
  const scene = await createScene({ files: { [POLICY]: POLICY_TEXT, 'README.md': '# M\n' } });
  const pull = openPull(scene, 'first', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'action_required' });
});

test.each([403, 500])(
  'case 15: production answered with %i is an error, never "compare without it"',
  async (status) => {
    const scene = await createScene();
    const blob = scene.models.record.objects
      .snapshot(scene.models.record.objects.findCommit(scene.models.head())?.tree ?? '')
      .get(METRICS)?.sha;
    scene.github.fault({ path: `/git/blobs/${blob}`, times: 99, effect: { respond: status } });
    const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
    await scene.idle();
    expect(checkOf(pull)).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(pull.merge()).toMatchObject({ merged: false });
  },
);

test('a fault of GitHub that passes heals by itself', async () => {
  const scene = await createScene({ retryDelaysMs: [300, 50] });
  scene.github.fault({ path: '/git/blobs/', times: 3, effect: { respond: 403, body: { message: 'Forbidden' } } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await expect.poll(() => checkOf(pull)?.conclusion).toBe('failure');
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
  expect(pull.checkRuns.filter(({ name }) => name === CHECK)).toHaveLength(1);
  expect(pull.comments).toMatchObject([{ body: expect.stringContaining('Approved') }]);
});

test('a rate limit that outlasts the patience of a request becomes a failing check, which heals', async () => {
  const scene = await createScene({ retryDelaysMs: [300] });
  // Each of the two documents is asked for three times.
  scene.github.fault({ path: '/git/blobs/', times: 6, effect: secondaryLimit(0) });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await expect.poll(() => checkOf(pull)?.conclusion).toBe('failure');
  expect(pull.comments[0]?.body).toContain('rate limit');
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
});

test('a tree that GitHub cuts off fails the required check and names the limit', async () => {
  const scene = await createScene();
  openPull(scene, 'docs', { 'README.md': '# Judged before\n' });
  await scene.idle();
  scene.models.record.truncateTrees = true;
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(pull.checkRuns).toMatchObject([{ name: CHECK, status: 'completed', conclusion: 'failure' }]);
  expect(`${checkOf(pull)?.output.summary}`).toContain('100,000 entries');
});

test('metrics that are a symbolic link are refused', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'link', { [METRICS]: { symlink: '../../good.json' }, 'good.json': metrics(0.99) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'failure' });
  expect(pull.comments[0]?.body).toContain('symbolic link');
});

test('a repository that was never judged hears nothing of a fault, since it may have no policy', async () => {
  const scene = await createScene({ files: { 'README.md': '# M\n' }, protect: false, retryDelaysMs: [10] });
  scene.github.fault({ path: '/git/trees/', times: 99, effect: { respond: 403, body: { message: 'Forbidden' } } });
  const pull = openPull(scene, 'docs', { 'README.md': '# More\n' });
  await scene.idle();
  scene.github.clearFaults();
  pull.close();
  pull.reopen();
  await scene.idle();
  expect(writes(scene.github.requests)).toEqual([]);
});

test('a large repository without a policy hears nothing of its size', async () => {
  const scene = await createScene({ files: { 'README.md': '# M\n' }, protect: false });
  scene.models.record.truncateTrees = true;
  openPull(scene, 'docs', { 'README.md': '# More\n' });
  await scene.idle();
  expect(writes(scene.github.requests)).toEqual([]);
});

test('a large repository that was never judged is told under the name of the stage', async () => {
  const scene = await createScene();
  scene.models.record.truncateTrees = true;
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(pull.checkRuns).toMatchObject([{ name: CHECK, conclusion: 'failure' }]);
});

test('a first pull request is judged once GitHub gives the policy', async () => {
  const scene = await createScene({ retryDelaysMs: [10, 10, 10] });
  scene.github.fault({ path: '/git/trees/', times: 4, effect: { respond: 403, body: { message: 'Forbidden' } } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(pull.checkRuns).toMatchObject([{ name: CHECK, conclusion: 'success' }]);
});

test('a check that could not be written is written later, once', async () => {
  const scene = await createScene({ retryDelaysMs: [20, 20] });
  scene.github.fault({ method: 'POST', path: '/check-runs', effect: { loseAnswer: true } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(pull.checkRuns.filter(({ name }) => name === CHECK)).toMatchObject([{ conclusion: 'success' }]);
  expect(pull.comments).toHaveLength(1);
});

test('a comment that may not be written leaves the check as it is', async () => {
  const scene = await createScene({ retryDelaysMs: [20] });
  scene.github.fault({ method: 'POST', path: '/comments', times: 99, effect: { respond: 403 } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
  expect(pull.comments).toEqual([]);
});

test('a judgement that cannot be recorded lets nothing pass', async () => {
  const scene = await createScene();
  const locked = new DatabaseSync(`${scene.dataDir}/modelgate.db`);
  locked.exec('BEGIN IMMEDIATE');
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  locked.exec('ROLLBACK');
  locked.close();
  expect(checkOf(pull)).toMatchObject({
    conclusion: 'failure',
    output: { summary: expect.stringContaining('could not be written to the history') },
  });
  expect(pull.comments).toEqual([]);
  pull.close();
  pull.reopen();
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
});

test('what nobody could judge in the end says so where a check is waited for', async () => {
  const scene = await createScene({ retryDelaysMs: [10, 10] });
  openPull(scene, 'docs', { 'README.md': '# Known\n' });
  await scene.idle();
  scene.github.fault({ method: 'POST', path: /\/check-runs$/, times: 4, effect: { respond: 403 } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({
    status: 'completed',
    conclusion: 'failure',
    output: { title: 'Error: modelgate could not judge this pull request' },
  });
  expect(scene.lines.filter((line) => line.includes('"given up"'))).toHaveLength(1);
});

test('a list of comments that nobody may see does not hold up the check', async () => {
  const scene = await createScene({ retryDelaysMs: [10, 10] });
  scene.github.fault({ path: /\/issues\/\d+\/comments$/, times: 99, effect: { respond: 403 } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ status: 'completed', conclusion: 'success' });
  expect(pull.comments).toEqual([]);
});

test('a comparison that names no merge base is done without', async () => {
  const scene = await createScene();
  scene.github.fault({ path: '/compare/', times: 99, effect: { respond: 200, body: { status: 'ahead' } } });
  const pull = openPull(scene, 'worse', { [METRICS]: metrics(0.6) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'failure' });
  expect(pull.comments[0]?.body).toContain('Blocked for production');
});

test('a server without a list of check runs gets its check all the same', async () => {
  const scene = await createScene();
  scene.github.fault({ method: 'GET', path: /\/check-runs$/, times: 99, effect: { respond: 404 } });
  const pull = openPull(scene, 'worse', { [METRICS]: metrics(0.6) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ status: 'completed', conclusion: 'failure' });
});

test('a policy that breaks on the stage branch fails under the name of the stage', async () => {
  const scene = await createScene();
  scene.models.commit({ files: { [POLICY]: `${POLICY_TEXT}    surprise: 1\n` } });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'failure' });
});

test('a broken policy does not fail the check of a stage that a pull request does not go to', async () => {
  const scene = await createScene();
  openPull(scene, 'docs', { 'README.md': '# Judged before\n' });
  scene.models.branch('feature');
  scene.models.commit({ files: { [POLICY]: `${POLICY_TEXT}    surprise: 1\n` } });
  await scene.idle();
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) }, { base: 'feature' });
  await scene.idle();
  expect(pull.checkRuns).toMatchObject([{ name: 'modelgate', conclusion: 'failure' }]);
});

test('no token is ever logged', async () => {
  const scene = await createScene();
  openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(scene.lines.join('')).not.toMatch(/ghs_|eyJ|PRIVATE KEY/);
  expect(writes(scene.github.requests)).toHaveLength(2);
});
