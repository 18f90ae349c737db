import { expect, test } from 'vitest';
import { inTurns } from '../../src/sources/in-turns.ts';

test('inTurns runs at most the limit at once, everything in the end, in order', async () => {
  const takeTurn = inTurns(3);
  const started: number[] = [];
  let running = 0;
  let most = 0;

  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      takeTurn(async () => {
        started.push(index);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, index % 3));
        running -= 1;
        return index * 2;
      }),
    ),
  );

  expect(most).toBe(3);
  expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(results).toEqual(Array.from({ length: 20 }, (_, index) => index * 2));
});

test('inTurns hands the place on after a task that failed', async () => {
  const takeTurn = inTurns(1);
  const failing = takeTurn(async () => {
    throw new Error('broken');
  });

  await expect(failing).rejects.toThrow('broken');
  expect(await takeTurn(async () => 'next')).toBe('next');
});
