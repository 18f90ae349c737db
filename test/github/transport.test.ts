import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTokenClient, restRoot } from '../../src/github/client.ts';
import { createTransport } from '../../src/github/transport.ts';
import type { Fetch } from '../../src/github/transport.ts';
import { redactTokens } from '../../src/github/redact.ts';
import { retryDelayMs } from '../../src/github/errors.ts';
import { createFakeGithub, secondaryLimit } from '../support/fake-github/index.ts';
import type { FakeGithub } from '../support/fake-github/index.ts';

let github: FakeGithub;
let token: string;
let transport: Fetch;
const waits: number[] = [];

beforeEach(async () => {
  waits.length = 0;
  transport = createTransport({
    timeoutMs: 300,
    maxWaitMs: 5000,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(Math.round(ms));
    },
  });
  github = await createFakeGithub();
  const models = github.createRepository('acme/models');
  models.commit({ files: { a: '1' } });
  const app = github.createApp();
  token = app.token(app.install(models));
});
afterEach(async () => {
  await github.close();
});

async function send(method: string, path: string, body?: object): Promise<Response> {
  return transport(github.url + path, {
    method,
    headers: { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const REPO = '/repos/acme/models';

describe('a GET', () => {
  test('is sent again twice after 5xx, each time after a longer wait', async () => {
    github.fault({ path: REPO, times: 2, effect: { respond: 503 } });
    expect((await send('GET', REPO)).status).toBe(200);
    expect(waits).toEqual([200, 400]);
  });

  test('that fails three times gives the last answer', async () => {
    github.fault({ path: REPO, times: 3, effect: { respond: 502 } });
    expect((await send('GET', REPO)).status).toBe(502);
    expect(github.requests).toHaveLength(3);
  });

  test('is sent again when the connection broke', async () => {
    github.fault({ path: REPO, times: 2, effect: { drop: true } });
    expect((await send('GET', REPO)).status).toBe(200);
  });

  test('is sent again when its answer broke off, and is never taken for an empty one', async () => {
    github.fault({ path: REPO, times: 2, effect: { truncateAnswer: true } });
    expect(await (await send('GET', REPO)).json()).toMatchObject({ full_name: 'acme/models' });
    github.fault({ path: REPO, times: 3, effect: { truncateAnswer: true } });
    await expect(send('GET', REPO)).rejects.toThrow('terminated');
  });

  test('that times out is sent once more only', async () => {
    github.fault({ path: REPO, times: 9, effect: { delayMs: 800 } });
    await expect(send('GET', REPO)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(waits).toHaveLength(1);
  });

  test('answered 404 or 403 is not sent again', async () => {
    github.fault({ path: REPO, effect: { respond: 403 } });
    expect((await send('GET', REPO)).status).toBe(403);
    expect((await send('GET', '/nothing')).status).toBe(404);
    expect(github.requests).toHaveLength(2);
  });
});

describe('a POST', () => {
  test('is never sent again after 5xx or a lost answer', async () => {
    github.fault({ method: 'POST', effect: { respond: 500 } });
    expect((await send('POST', `${REPO}/check-runs`, {})).status).toBe(500);
    github.fault({ method: 'POST', effect: { loseAnswer: true } });
    await expect(send('POST', `${REPO}/check-runs`, {})).rejects.toThrow('fetch failed');
    expect(github.requests).toHaveLength(2);
  });

  test('that a secondary limit refused is sent again after the time asked for', async () => {
    github.fault({ method: 'POST', effect: secondaryLimit(3) });
    const answer = await send('POST', `${REPO}/check-runs`, {});
    expect(answer.status).toBe(422);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(2900);
  });
});

test('a wait beyond the cap is left to the caller', async () => {
  github.fault({ effect: secondaryLimit(60) });
  const answer = await send('GET', REPO);
  expect(answer.status).toBe(403);
  expect(waits).toEqual([]);
});

test('a limit that stays is given up after two waits', async () => {
  github.fault({ times: 9, effect: secondaryLimit(1) });
  expect((await send('GET', REPO)).status).toBe(403);
  expect(github.requests).toHaveLength(3);
});

test('while one request waits for a limit, no other of the lane starts', async () => {
  const started: string[] = [];
  const held: (() => void)[] = [];
  const lane = createTransport({
    fetch: async (input) => {
      started.push(new Request(input).url);
      if (started.length > 1) return new Response('{}');
      return new Response('{}', { status: 429, headers: { 'retry-after': '2' } });
    },
    sleep: async () => new Promise<void>((resolve) => held.push(resolve)),
  });
  const first = lane('https://api.example/first');
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 10));
  const second = lane('https://api.example/second');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(started).toEqual(['https://api.example/first']);
  for (const release of held) release();
  await Promise.all([first, second]);
  expect(started).toHaveLength(3);
});

test('no more requests are in flight than allowed', async () => {
  let inFlight = 0;
  let most = 0;
  const lane = createTransport({
    maxConcurrent: 3,
    fetch: async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inFlight -= 1;
      return new Response('{}');
    },
  });
  await Promise.all(Array.from({ length: 10 }, async () => lane('https://api.example/')));
  expect([inFlight, most]).toEqual([0, 3]);
});

test('a limit without retry-after lasts until the reset, and a missing permission is no limit', () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1100' };
  expect(retryDelayMs(headers, 1_000_000)).toBe(100_000);
  expect(retryDelayMs({ ...headers, 'x-ratelimit-remaining': '17' }, 1_000_000)).toBeNull();
  expect(retryDelayMs({ ...headers, 'retry-after': '7' }, 1_000_000)).toBe(7000);
});

test('a client tells who it is', async () => {
  let seen: RequestInit['headers'];
  const client = createTokenClient({
    token: 'ghp_x',
    fetch: async (_url, init) => {
      seen = init?.headers;
      return Response.json({});
    },
  });
  await client.request('GET /repos/{owner}/{repo}', { owner: 'a', repo: 'b' });
  expect(new Headers(seen).get('user-agent')).toMatch(/^modelgate /);
});

test('the REST root is any http URL, with or without a last slash', () => {
  expect(restRoot('http://127.0.0.1:4001/')).toBe('http://127.0.0.1:4001');
  expect(restRoot('https://ghe.example/api/v3')).toBe('https://ghe.example/api/v3');
  expect(restRoot()).toBe('https://api.github.com');
  expect(() => restRoot('api.github.com')).toThrow('GITHUB_API_URL must be an http or https URL');
});

test('tokens of every kind are redacted, long ones whole', () => {
  const long = `ghs_12345_eyJhbGciOi.${'a'.repeat(400)}.b-${'c'.repeat(60)}`;
  const text = `Bearer ${long}, ghp_${'d'.repeat(36)} and github_pat_${'e'.repeat(40)}; eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0NSJ9.c2lnbmF0dXJl.`;
  expect(redactTokens(text)).toBe('Bearer [token], [token] and [token]; [token].');
});
