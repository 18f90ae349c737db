import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bundleAction } from '../../scripts/bundle-action.ts';

const FOLDER = new URL('../../action/dist/', import.meta.url);

test('action/dist is what the sources give, byte for byte', async () => {
  for (const [name, contents] of await bundleAction()) {
    const committed = await readFile(fileURLToPath(new URL(name, FOLDER)));
    expect(committed.equals(contents), `${name}: run "npm run build:action"`).toBe(true);
  }
});

test('the bundle holds nothing of the App and names no folder of the machine that made it', async () => {
  const bundle = await readFile(fileURLToPath(new URL('index.js', FOLDER)), 'utf8');
  expect(bundle).not.toContain('node:sqlite');
  expect(bundle).not.toMatch(/node_modules\/(?:probot|pino|kysely|@actions)\//);
  expect(bundle).not.toContain(fileURLToPath(new URL('../..', import.meta.url)));
});
