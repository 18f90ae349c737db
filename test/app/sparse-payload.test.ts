import { expect, test } from 'vitest';
import { deliver } from './deliver.ts';
import { createScene, METRICS, metrics, openPull } from './scene.ts';

interface Payload {
  readonly number: number;
  readonly repository: Record<string, unknown>;
  readonly pull_request: Record<string, unknown> & { readonly base: { readonly repo: Record<string, unknown> } };
}

test('an event that leaves out the default branch and the inner number is judged all the same', async () => {
  const scene = await createScene();
  openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  const sent = scene.github.deliveries.find(({ event }) => event === 'pull_request');
  const payload = JSON.parse(sent?.payload ?? '{}') as Payload;
  const { default_branch: _one, ...repository } = payload.repository;
  const { default_branch: _two, ...repo } = payload.pull_request.base.repo;
  const { number: _three, ...pull } = payload.pull_request;
  const sparse = {
    ...payload,
    action: 'reopened',
    repository,
    pull_request: { ...pull, base: { ...payload.pull_request.base, repo } },
  };
  const before = (await scene.records()).length;
  expect(await deliver(scene.url, { event: 'pull_request', payload: sparse })).toMatchObject({ status: 202 });
  await scene.idle();
  const records = await scene.records();
  expect(records.length).toBe(before + 1);
  expect(records.at(-1)).toMatchObject({ verdict: 'approved', stage: 'production' });
});
