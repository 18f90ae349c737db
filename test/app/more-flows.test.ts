import { expect, test } from 'vitest';
import { writes } from '../support/fake-github/index.ts';
import { deliver } from './deliver.ts';
import { checkOf, createScene, METRICS, metrics, openPull, POLICY, POLICY_TEXT } from './scene.ts';

test('after three decisions the comment shows the trend of the primary metric', async () => {
  const scene = await createScene();
  const pulls = [0.91, 0.92, 0.93].map((auc) => () => openPull(scene, `auc-${auc}`, { [METRICS]: metrics(auc) }));
  const bodies: string[] = [];
  for (const open of pulls) {
    const pull = open();
    await scene.idle();
    bodies.push(pull.comments[0]?.body ?? '');
  }
  expect(bodies.map((body) => body.includes('xychart'))).toEqual([false, false, true]);
});

test('more annotations than one request takes come with further ones', async () => {
  const policy = POLICY_TEXT.replace(
    /gates:[\s\S]*/,
    'gates:\n      slice-metrics: { metric: auc, direction: higher, by: region, min: 0.75 }\n',
  );
  const slices = (auc: number): string => {
    const region = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`r${i}`, { auc, n: 500 }]));
    return `${JSON.stringify({ auc, slices: { region } }, null, 1)}\n`;
  };
  const scene = await createScene({ files: { [POLICY]: policy, [METRICS]: slices(0.8) } });
  const pull = openPull(scene, 'worse', { [METRICS]: slices(0.7) });
  await scene.idle();
  expect(checkOf(pull)).toMatchObject({ conclusion: 'failure' });
  expect(checkOf(pull)?.annotations.length).toBeGreaterThanOrEqual(60);
  const lines = checkOf(pull)?.annotations.map(({ start_line: line }) => line) ?? [];
  expect(new Set(lines).size).toBe(lines.length);
});

test('a pull request into a branch that was deleted fails, and says so', async () => {
  const scene = await createScene();
  openPull(scene, 'docs', { 'README.md': '# Judged before\n' });
  await scene.idle();
  scene.models.branch('gone');
  scene.models.commit({ branch: 'better', files: { [METRICS]: metrics(0.91) } });
  const record = scene.app.record.webhook;
  scene.app.record.webhook = null;
  const pull = scene.models.openPull({ title: 'Better', head: 'better', base: 'gone' });
  scene.app.record.webhook = record;
  scene.models.record.branches.delete('gone');
  pull.close();
  pull.reopen();
  await scene.idle();
  expect(pull.checkRuns).toMatchObject([{ name: 'modelgate', conclusion: 'failure' }]);
});

test('an event that names no installation is judged with the one of its repository', async () => {
  const scene = await createScene();
  openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  const delivery = scene.github.deliveries.find(({ event }) => event === 'pull_request');
  const { installation: _left, ...payload } = JSON.parse(delivery?.payload ?? '{}') as Record<string, unknown>;
  const records = (await scene.records()).length;
  const reopened = { ...payload, action: 'reopened' };
  expect(await deliver(scene.url, { event: 'pull_request', payload: reopened })).toMatchObject({ status: 202 });
  await scene.idle();
  expect((await scene.records()).length).toBe(records + 1);
});

test('being installed, and suspended, is noted and asks for nothing', async () => {
  const scene = await createScene();
  const [installation] = scene.github.world.installations;
  if (installation === undefined) throw new Error('The App is not installed.');
  scene.app.suspend(installation);
  await scene.idle();
  expect(scene.github.requests).toEqual([]);
  expect(scene.lines.filter((line) => line.includes('"webhook noted"'))).toHaveLength(2);
});

test('several installations are judged each with its own token', async () => {
  const scene = await createScene();
  const other = scene.github.createRepository('globex/models');
  other.commit({ files: { [POLICY]: POLICY_TEXT, [METRICS]: metrics(0.9) } });
  scene.app.install(other);
  other.commit({ branch: 'better', files: { [METRICS]: metrics(0.95, 0.5) } });
  const theirs = other.openPull({ title: 'Better', head: 'better' });
  const ours = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect([checkOf(ours)?.conclusion, checkOf(theirs)?.conclusion]).toEqual(['success', 'failure']);
  expect(writes(scene.github.requests).every(({ status }) => status < 300)).toBe(true);
});

test('a model of two stages is judged by the stage of the branch it goes into', async () => {
  const policy = POLICY_TEXT.replace(
    '  production: { branch: main }\n',
    '  production: { branch: main }\n  staging: { branch: dev }\n',
  );
  const scene = await createScene({ files: { [POLICY]: policy, [METRICS]: metrics(0.9) } });
  scene.models.branch('dev');
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) }, { base: 'dev' });
  await scene.idle();
  expect(pull.checkRuns.map(({ name, conclusion }) => [name, conclusion])).toEqual([
    ['modelgate (staging)', 'success'],
  ]);
  scene.models.commit({ branch: 'dev', files: { [METRICS]: metrics(0.95) } });
  await scene.idle();
  expect(checkOf(pull, 'modelgate (staging)')).toMatchObject({ conclusion: 'failure' });
});
