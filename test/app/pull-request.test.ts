import { expect, test } from 'vitest';
import { writes } from '../support/fake-github/index.ts';
import { deliver } from './deliver.ts';
import { CHECK, checkOf, createScene, METRICS, metrics, openPull, POLICY, POLICY_TEXT } from './scene.ts';

test('a signed webhook becomes a check, a comment and a record', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) }, { author: 'ada' });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ status: 'completed', conclusion: 'success', app: { id: scene.app.id } });
  expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('Approved for production')]);
  const records = await scene.records();
  expect(records).toMatchObject([
    {
      type: 'evaluation.completed',
      verdict: 'approved',
      stage: 'production',
      repository: { id: scene.models.record.id, name: 'acme/models' },
      pullRequest: pull.number,
      headSha: pull.headSha,
      baseSha: scene.models.head(),
      mergeBaseSha: scene.models.head(),
      trigger: 'pull_request.opened',
      actor: { kind: 'user', login: 'ada', id: expect.any(Number) },
      author: { login: 'ada', id: expect.any(Number) },
      eventAt: expect.stringMatching(/^\d{4}-.*Z$/),
      inputDigest: checkOf(pull)?.externalId,
      policy: { path: POLICY, commit: scene.models.head(), overridden: false },
    },
  ]);
  expect(pull.merge()).toMatchObject({ merged: true });
});

test('a regression fails the check at its line, and merging is refused until it is fixed', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'regress', { [METRICS]: metrics(0.95, 0.7) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'failure' });
  expect(checkOf(pull)?.annotations).toMatchObject([{ path: METRICS, start_line: 3, annotation_level: 'failure' }]);
  expect(pull.merge()).toMatchObject({ merged: false, status: 405, message: expect.stringContaining(CHECK) });
  const [comment] = pull.comments;
  pull.push({ [METRICS]: metrics(0.95, 0.8) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success', headSha: pull.headSha });
  expect(pull.comments).toHaveLength(1);
  expect(pull.comments[0]).toMatchObject({ id: comment?.id, body: expect.stringContaining('Approved') });
  expect(pull.merge()).toMatchObject({ merged: true });
});

test('a repository without a policy hears nothing', async () => {
  const scene = await createScene({ files: { [METRICS]: metrics(0.9) }, protect: false });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.1) });
  await scene.idle();
  expect([pull.checkRuns, pull.comments, writes(scene.github.requests)]).toEqual([[], [], []]);
});

test('a pull request that adds the first policy is told what it would decide', async () => {
  const scene = await createScene({ files: { [METRICS]: metrics(0.9) }, protect: false });
  const pull = openPull(scene, 'policy', { [POLICY]: POLICY_TEXT });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
  expect(pull.comments).toMatchObject([{ body: expect.stringContaining('Policy preview') }]);
});

test('a first policy that is wrong fails under the name that the stage would have', async () => {
  const scene = await createScene({ files: { [METRICS]: metrics(0.9) }, protect: false });
  const pull = openPull(scene, 'policy', { [POLICY]: POLICY_TEXT.replace('direction: higher, ', '') });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'failure' });
});

test('a pull request that changes no model gets its check and no comment', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'docs', { 'README.md': '# More\n' });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success', output: { title: expect.stringMatching(/^No model/) } });
  expect(pull.comments).toEqual([]);
});

test('a comment that is there already is brought up to date when no model changes any more', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'undone', { [METRICS]: metrics(0.5), 'README.md': '# More\n' });
  await scene.idle();
  pull.push({ [METRICS]: metrics(0.9) });
  await scene.idle();
  expect(pull.comments).toMatchObject([{ body: expect.stringContaining('No model change') }]);
});

test('the same event under another delivery id writes nothing', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  scene.github.forgetRequests();
  pull.close();
  pull.reopen();
  await scene.idle();
  expect(scene.github.requests.map(({ method }) => method)).toContain('GET');
  expect(writes(scene.github.requests)).toEqual([]);
  expect(await scene.records()).toHaveLength(2);
});

test('case 45: a comment of somebody else that carries our marker is left alone', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'docs', { 'README.md': '# More\n' });
  await scene.idle();
  const forged = pull.comment('Approved!\n\n<!-- modelgate:sticky stage=production -->\n', 'mallory');
  pull.push({ [METRICS]: metrics(0.5) });
  await scene.idle();
  expect(forged.body).toMatch(/^Approved!/);
  expect(pull.comments).toHaveLength(2);
  expect(pull.comments[1]).toMatchObject({ author: { type: 'Bot' }, body: expect.stringContaining('Blocked') });
});

test('titles and descriptions are not judged, and cost no request', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  scene.github.forgetRequests();
  const delivery = scene.github.deliveries.find(({ event }) => event === 'pull_request');
  const payload = JSON.parse(delivery?.payload ?? '{}') as object;
  const edited = { ...payload, action: 'edited', changes: { title: { from: 'old' } } };
  expect(await deliver(scene.url, { event: 'pull_request', payload: edited })).toMatchObject({ status: 202 });
  await scene.idle();
  expect(scene.github.requests).toEqual([]);
  expect(pull.comments).toHaveLength(1);
});

test('a draft is judged like any other pull request', async () => {
  const scene = await createScene();
  scene.models.commit({ branch: 'draft', files: { [METRICS]: metrics(0.91) } });
  const pull = scene.models.openPull({ title: 'Draft', head: 'draft', draft: true });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
});
