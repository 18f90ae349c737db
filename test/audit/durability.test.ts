import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openHistory } from '../../src/audit/store.ts';
import { record } from './example-record.ts';
import { temporaryFolder } from './temporary-history.ts';

const WRITER = fileURLToPath(new URL('append-process.ts', import.meta.url));

/** Starts a writer; `acknowledged` are the sequences that it was told. */
function startWriter(folder: string, name: string, count: number) {
  const child = spawn(process.execPath, [WRITER, folder, name, String(count)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return {
    child,
    closed: once(child, 'close'),
    errors: () => errors,
    // The last line may be cut off by the kill; what was not told in full was not acknowledged.
    acknowledged: () => output.split('\n').slice(0, -1).map(Number),
  };
}

async function sequencesIn(folder: string): Promise<readonly number[]> {
  const history = await openHistory({ folder });
  const found: number[] = [];
  let before: number | null | undefined;
  while (before !== null) {
    const page = await history.list({ limit: 1000, ...(before === undefined ? {} : { before }) });
    found.push(...page.records.map((stored) => stored.sequence));
    before = page.next;
  }
  for (const sequence of found.slice(0, 20)) await history.findRecord(sequence);
  await history.close();
  return found.reverse();
}

describe('the history', () => {
  test('loses nothing of two processes that make it and append at once, and numbers no record twice', async () => {
    const folder = temporaryFolder();
    const writers = ['first', 'second'].map((name) => startWriter(folder, name, 60));
    await Promise.all(writers.map(({ closed }) => closed));

    expect(writers.map(({ errors }) => errors())).toEqual(['', '']);
    expect(writers.map(({ child }) => child.exitCode)).toEqual([0, 0]);
    const acknowledged = writers.flatMap((writer) => writer.acknowledged()).toSorted((a, b) => a - b);
    expect(acknowledged).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(await sequencesIn(folder)).toEqual(acknowledged);
  });

  test('loses no acknowledged record when its writer is killed, five times over', async () => {
    const folder = temporaryFolder();
    const acknowledged: number[] = [];
    for (const round of [1, 2, 3, 4, 5]) {
      const writer = startWriter(folder, `round ${round}`, 1_000_000);
      await once(writer.child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 20 + 17 * round));
      writer.child.kill('SIGKILL');
      await writer.closed;
      expect(writer.child.signalCode).toBe('SIGKILL');
      acknowledged.push(...writer.acknowledged());
    }

    const kept = new Set(await sequencesIn(folder));
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.filter((sequence) => !kept.has(sequence))).toEqual([]);
    const history = await openHistory({ folder });
    expect((await history.append(record())).sequence).toBe(kept.size + 1);
    await history.close();
  });
});
