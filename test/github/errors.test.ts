import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import { toGithubError } from '../../src/github/errors.ts';
import { faultOf } from './scene.ts';

async function faultFrom(fetch: typeof globalThis.fetch): Promise<unknown> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const client = new Octokit({ log, request: { fetch } });
  return toGithubError(await faultOf(client.request('GET /app')), 'the app');
}

const answering = (status: number, body: object, headers: Record<string, string> = {}) =>
  faultFrom(async () => Response.json(body, { status, headers }));

describe('a fault of GitHub', () => {
  test.each([
    [401, 'GithubUnavailable', 'GitHub refused the app with 401.'],
    [403, 'GithubUnavailable', 'GitHub refused the app with 403 (no permission).'],
    [429, 'GithubUnavailable', 'GitHub refused the app with 429 (rate limit).'],
    [500, 'GithubUnavailable', 'GitHub refused the app with 500.'],
    [503, 'GithubUnavailable', 'GitHub refused the app with 503.'],
    [404, 'GithubNotFound', 'GitHub knows no such thing: the app (404).'],
    [410, 'GithubNotFound', 'GitHub knows no such thing: the app (410).'],
    [405, 'GithubRefused', 'GitHub refused the app with 405: why'],
    [422, 'GithubRefused', 'GitHub refused the app with 422: why'],
    [501, 'GithubRefused', 'GitHub refused the app with 501: why'],
  ])('with status %i is %s, in words that are safe to show', async (status, name, message) => {
    expect(await answering(status, { message: 'why' })).toMatchObject({ name, message });
  });

  test('tells how long it asked to wait', async () => {
    const fault = await answering(403, { message: 'secondary rate limit' }, { 'retry-after': '90' });
    expect(fault).toMatchObject({ retryAfterMs: 90_000, message: 'GitHub refused the app with 403 (rate limit).' });
  });

  test('never shows a token that it was sent', async () => {
    const fault = await answering(422, { message: `bad token ghs_${'x'.repeat(40)}` });
    expect(fault).toMatchObject({ message: 'GitHub refused the app with 422: bad token [token]' });
  });

  test('after which it is not known whether there was an effect is told from one that had none', async () => {
    const broken = await faultFrom(async () => {
      throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
    });
    expect(broken).toMatchObject({
      name: 'GithubUnavailable',
      status: null,
      effectUnknown: true,
      message: 'GitHub did not answer for the app: the connection failed.',
    });
    expect(await answering(502, {})).toMatchObject({ effectUnknown: true });
    expect(await answering(403, {})).toMatchObject({ effectUnknown: false });
  });

  test.each([
    ['TimeoutError', 'the request timed out'],
    ['AbortError', 'the request was aborted'],
  ])('by a %s says that %s', async (name, words) => {
    const fault = await faultFrom(async () => {
      throw new DOMException('no matter', name);
    });
    expect(fault).toMatchObject({ message: `GitHub did not answer for the app: ${words}.` });
  });
});

test('an error of ours, or one that is no answer, stays what it is', () => {
  const programming = new TypeError('x is not a function');
  expect(toGithubError(programming, 'the app')).toBe(programming);
});
