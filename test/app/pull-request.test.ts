import { expect, test } from 'vitest';
import { checkOf, createScene, METRICS, metrics, openPull } from './scene.ts';

test('a signed webhook becomes a check and a comment', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect(scene.lines.filter((l) => /"level":(4|5)0/.test(l))).toEqual([]);
  expect(checkOf(pull)).toMatchObject({ status: 'completed', conclusion: 'success', app: { id: scene.app.id } });
  expect(pull.comments).toHaveLength(1);
  expect(pull.merge()).toMatchObject({ merged: true });
});
