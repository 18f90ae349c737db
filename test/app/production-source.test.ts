import { expect, test } from 'vitest';
import { CHECK, checkOf, createScene, METRICS, metrics, openPull, POLICY, POLICY_TEXT } from './scene.ts';

/** The same policy with production somewhere else. */
function policyWith(production: string): string {
  return POLICY_TEXT.replace('    gates:', `    production: ${production}\n    gates:`);
}

test('production may be a branch or a commit that the policy names', async () => {
  const scene = await createScene();
  const released = scene.models.head();
  scene.models.branch('release');
  scene.models.commit({ files: { [METRICS]: metrics(0.95), [POLICY]: policyWith('{ ref: release }') } });
  const first = openPull(scene, 'first', { [METRICS]: metrics(0.92) });
  await scene.idle();
  expect(checkOf(first)).toMatchObject({ name: CHECK, conclusion: 'success' });

  scene.models.commit({ files: { [POLICY]: policyWith(`{ ref: ${released} }`) } });
  await scene.idle();
  expect(checkOf(first)).toMatchObject({ conclusion: 'success' });
});

test('a production that does not exist is an error and never a first model', async () => {
  const scene = await createScene();
  scene.models.commit({
    files: { [POLICY]: policyWith('{ ref: v9 }').replace('    gates:', '    bootstrap: allow\n    gates:') },
  });
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.92) });
  await scene.idle();
  const check = checkOf(pull);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(check?.output?.summary).toContain('no branch and no tag v9');
});

test('the comment shows where the change began when production has moved since', async () => {
  const scene = await createScene();
  scene.models.commit({ branch: 'better', files: { [METRICS]: metrics(0.93) } });
  scene.models.commit({ files: { [METRICS]: metrics(0.91) } });
  const pull = scene.models.openPull({ title: 'better', head: 'better' });
  await scene.idle();
  expect(pull.comments[0]?.body).toContain('At the merge base');
  expect(pull.comments[0]?.body).toMatch(/`auc` \| 0\.93 \| 0\.91 \| 0\.9 \|/);
});

test('the record names author and sender by their numeric ids, also when a push asks', async () => {
  const scene = await createScene();
  openPull(scene, 'better', { [METRICS]: metrics(0.93) });
  await scene.idle();
  scene.models.commit({ files: { [METRICS]: metrics(0.92) } });
  await scene.idle();
  const records = await scene.records();
  expect(records.length).toBeGreaterThan(1);
  for (const record of records) {
    expect(record.actor.id).toEqual(expect.any(Number));
    expect(record.author?.id).toEqual(expect.any(Number));
  }
});
