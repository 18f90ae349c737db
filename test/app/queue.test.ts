import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createQueue } from '../../src/app/queue.ts';
import type { Queue } from '../../src/app/queue.ts';

interface Job {
  readonly key: string;
  readonly group?: string;
  readonly value: number;
}

/** A queue whose jobs end when they are told to. */
function createScene(options: { readonly maxRunning?: number; readonly maxPerGroup?: number } = {}) {
  const started: Job[] = [];
  const ends: (() => void)[] = [];
  const queue: Queue<Job> = createQueue<Job>({
    keyOf: ({ key }) => key,
    groupOf: ({ group = 'g' }) => group,
    merge: (earlier, later) => ({ ...later, value: earlier.value + later.value }),
    maxRunning: options.maxRunning ?? 10,
    maxPerGroup: options.maxPerGroup ?? 10,
    run: (job) => {
      started.push(job);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
  });
  async function endNext(): Promise<void> {
    ends.shift()?.();
    await sleep(0);
  }
  return { queue, started, endNext };
}

test('jobs of one key that wait are one job', async () => {
  const { queue, started, endNext } = createScene();
  queue.add({ key: 'a', value: 1 });
  await sleep(0);
  for (const value of [2, 3, 4]) queue.add({ key: 'a', value });
  expect([queue.length, queue.running, queue.hasWaiting('a')]).toEqual([1, 1, true]);
  await endNext();
  expect(started.map(({ value }) => value)).toEqual([1, 9]);
  await endNext();
  expect([queue.length, queue.running, queue.oldestSince]).toEqual([0, 0, null]);
});

test('one key never runs twice at a time, and others do not wait for it', async () => {
  const { queue, started } = createScene();
  queue.add({ key: 'a', value: 1 });
  queue.add({ key: 'b', value: 2 });
  await sleep(0);
  queue.add({ key: 'a', value: 3 });
  queue.add({ key: 'c', value: 4 });
  await sleep(0);
  expect(started.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});

test('a group takes no more than its places', async () => {
  const { queue, started, endNext } = createScene({ maxRunning: 3, maxPerGroup: 2 });
  for (const key of ['a', 'b', 'c']) queue.add({ key, group: 'busy', value: 0 });
  queue.add({ key: 'd', group: 'other', value: 0 });
  queue.add({ key: 'e', group: 'third', value: 0 });
  await sleep(0);
  expect(started.map(({ key }) => key)).toEqual(['a', 'b', 'd']);
  await endNext();
  expect(started.map(({ key }) => key)).toEqual(['a', 'b', 'd', 'c']);
});

test('what is put off comes when its time has come, or earlier with news', async () => {
  const { queue, started } = createScene();
  queue.add({ key: 'a', value: 1 }, 30);
  queue.add({ key: 'b', value: 1 }, 60_000);
  await sleep(0);
  expect([started, queue.length, queue.oldestSince]).toEqual([[], 2, null]);
  queue.add({ key: 'b', value: 2 });
  await sleep(60);
  expect(started).toEqual([
    { key: 'b', value: 3 },
    { key: 'a', value: 1 },
  ]);
});

test('draining does what waits, takes nothing more, and names what is put off', async () => {
  const { queue, started, endNext } = createScene({ maxRunning: 1 });
  queue.add({ key: 'a', value: 1 });
  queue.add({ key: 'b', value: 2 });
  queue.add({ key: 'later', value: 3 }, 60_000);
  await sleep(0);
  const drained = queue.drain(5000);
  expect(queue.add({ key: 'c', value: 4 })).toBe(false);
  await endNext();
  await endNext();
  expect(await drained).toEqual([{ key: 'later', value: 3 }]);
  expect(started.map(({ key }) => key)).toEqual(['a', 'b']);
});

test('draining ends when its time is over, and names what was not begun', async () => {
  const { queue } = createScene({ maxRunning: 1 });
  queue.add({ key: 'a', value: 1 });
  queue.add({ key: 'b', value: 2 });
  await sleep(0);
  expect(await queue.drain(20)).toEqual([{ key: 'b', value: 2 }]);
});
