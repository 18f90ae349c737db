import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { HANDLERS, RESERVED_EVENTS, UNCONDITIONAL_EVENTS } from '../../src/app/handlers/index.ts';
import { WEBHOOK_PATH } from '../../src/app/http.ts';
import { DEFAULT_EVENTS, DEFAULT_PERMISSIONS } from '../support/fake-github/index.ts';

const manifest = parse(readFileSync('app.yml', 'utf8')) as {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly hook_attributes: { readonly url: string };
};

test('app.yml asks for every event that is handled or kept for later, and for no other', () => {
  expect(manifest.default_events).toEqual([...HANDLERS.keys(), ...RESERVED_EVENTS].sort());
});

test('app.yml does not ask for events that every App gets', () => {
  for (const event of UNCONDITIONAL_EVENTS) expect(manifest.default_events).not.toContain(event);
});

test('app.yml asks for what the tests run with, and nothing that could change code or settings', () => {
  expect(manifest.default_permissions).toEqual(DEFAULT_PERMISSIONS);
  for (const event of DEFAULT_EVENTS) expect(manifest.default_events).toContain(event);
  expect(manifest.default_permissions['contents']).toBe('read');
  for (const never of ['administration', 'statuses', 'workflows', 'secrets'])
    expect(manifest.default_permissions).not.toHaveProperty(never);
});

test('app.yml names the path that is served', () => {
  expect(new URL(manifest.hook_attributes.url).pathname).toBe(WEBHOOK_PATH);
});
