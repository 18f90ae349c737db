import { createSign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeGithub } from '../support/fake-github/index.ts';
import type { FakeApp, FakeGithub, FakeRepository, Installation } from '../support/fake-github/index.ts';

let github: FakeGithub;
let app: FakeApp;
let models: FakeRepository;
let installation: Installation;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-21T12:00:00Z');
  github = await createFakeGithub({ now: () => nowMs });
  app = github.createApp();
  models = github.createRepository('acme/models');
  models.commit({ files: { a: '1' } });
  installation = app.install(models);
});
afterEach(async () => {
  await github.close();
});

function jsonWebToken(claims: object, header: object = { alg: 'RS256', typ: 'JWT' }): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(app.privateKey).toString('base64url')}`;
}

interface Reply {
  readonly status: number;
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(method: string, path: string, token: string, body?: object): Promise<Reply> {
  const response = await fetch(github.url + path, {
    method,
    headers: { authorization: `bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, message: String(parsed['message']), body: parsed };
}

describe('a JSON web token', () => {
  const nowSeconds = (): number => nowMs / 1000;
  const good = () => ({ iat: nowSeconds() - 30, exp: nowSeconds() + 540, iss: app.id });

  test('of the app is accepted', async () => {
    expect(await ask('GET', '/app', jsonWebToken(good()))).toMatchObject({ status: 200, body: { slug: 'modelgate' } });
  });

  test.each([
    ['lives for more than ten minutes', () => ({ ...good(), exp: nowSeconds() + 601 }), 'too far in the future'],
    ['is expired', () => ({ ...good(), exp: nowSeconds() - 1 }), "'Expiration time' claim"],
    ['was issued in the future', () => ({ ...good(), iat: nowSeconds() + 61 }), "'Issued at' claim"],
    ['is of an unknown issuer', () => ({ ...good(), iss: 1 }), "'Issuer' claim"],
  ])('that %s is refused', async (_what, claims, message) => {
    const reply = await ask('GET', '/app', jsonWebToken(claims()));
    expect(reply.status).toBe(401);
    expect(reply.message).toContain(message);
  });

  test('with another signature or algorithm is refused', async () => {
    const [head, , signature] = jsonWebToken(good()).split('.');
    const forged = Buffer.from(JSON.stringify({ ...good(), extra: 1 })).toString('base64url');
    expect((await ask('GET', '/app', `${head}.${forged}.${signature}`)).status).toBe(401);
    expect((await ask('GET', '/app', jsonWebToken(good(), { alg: 'none' }))).status).toBe(401);
  });

  test('mints tokens with no more permissions than the installation has', async () => {
    const path = `/app/installations/${installation.id}/access_tokens`;
    const narrow = await ask('POST', path, jsonWebToken(good()), { permissions: { contents: 'read' } });
    expect(narrow.body).toMatchObject({ permissions: { contents: 'read', metadata: 'read' } });
    const wide = await ask('POST', path, jsonWebToken(good()), { permissions: { contents: 'write' } });
    expect(wide.status).toBe(422);
  });

  test('is no token for a repository', async () => {
    expect((await ask('GET', '/repos/acme/models', jsonWebToken(good()))).status).toBe(404);
  });
});

describe('an installation token', () => {
  test('is long, as since 2026, and ends after an hour', async () => {
    const token = app.token(installation);
    expect(token).toMatch(/^ghs_\d+_[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(token.length).toBeGreaterThan(380);
    expect((await ask('GET', '/repos/acme/models', token)).status).toBe(200);
    nowMs += 3_600_000;
    expect((await ask('GET', '/repos/acme/models', token)).status).toBe(401);
  });

  test('of a suspended installation is refused', async () => {
    const token = app.token(installation);
    app.suspend(installation);
    expect((await ask('GET', '/repos/acme/models', token)).status).toBe(401);
  });

  test('has a primary rate limit, told in every answer', async () => {
    const token = app.token(installation);
    const record = github.world.tokens.get(token);
    if (record !== undefined) record.limit = 2;
    await ask('GET', '/repos/acme/models', token);
    await ask('GET', '/repos/acme/models', token);
    const response = await fetch(`${github.url}/repos/acme/models`, { headers: { authorization: `token ${token}` } });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(response.headers.get('x-ratelimit-reset'))).toBeGreaterThan(nowMs / 1000);
  });
});

describe('a check run', () => {
  const valid = () => ({
    name: 'check',
    head_sha: models.head(),
    status: 'completed',
    conclusion: 'success',
    output: { title: 't', summary: 's' },
  });
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'm' };
  const withAnnotations = (...annotations: readonly object[]) => ({
    output: { ...valid().output, annotations },
  });
  const post = async (changes: object, token = app.token(installation)) =>
    ask('POST', '/repos/acme/models/check-runs', token, { ...valid(), ...changes });

  test('within every limit is accepted', async () => {
    const output = { title: 't'.repeat(255), summary: 's'.repeat(65_535), text: 'x'.repeat(65_535) };
    const fifty = Array.from({ length: 50 }, () => annotation);
    expect((await post({ output: { ...output, annotations: fifty } })).status).toBe(201);
  });

  test.each<[string, () => object]>([
    ['without a name', () => ({ name: undefined })],
    ['at an unknown commit', () => ({ head_sha: '0'.repeat(40) })],
    ['completed without a conclusion', () => ({ conclusion: undefined })],
    ['with a conclusion while in progress', () => ({ status: 'in_progress' })],
    ['with a conclusion that only GitHub gives', () => ({ conclusion: 'stale' })],
    ['without a summary', () => ({ output: { title: 't' } })],
    ['with a title of 256 characters', () => ({ output: { title: 't'.repeat(256), summary: 's' } })],
    ['with a summary of 65,536 characters', () => ({ output: { title: 't', summary: 's'.repeat(65_536) } })],
    ['with 51 annotations', () => withAnnotations(...Array.from({ length: 51 }, () => annotation))],
    ['with an annotation at line 0', () => withAnnotations({ ...annotation, start_line: 0 })],
    ['with columns on several lines', () => withAnnotations({ ...annotation, end_line: 2, start_column: 1 })],
    ['with an unknown level', () => withAnnotations({ ...annotation, annotation_level: 'error' })],
    [
      'with four actions',
      () => ({ actions: [1, 2, 3, 4].map(() => ({ label: 'l', description: 'd', identifier: 'i' })) }),
    ],
    [
      'with a label of 21 characters',
      () => ({ actions: [{ label: 'l'.repeat(21), description: 'd', identifier: 'i' }] }),
    ],
  ])('%s is refused with 422', async (_what, changes) => {
    expect((await post(changes())).status).toBe(422);
  });

  test('is written by apps only', async () => {
    const person = github.userToken('octocat', [models], { checks: 'write' });
    expect(await post({}, person)).toMatchObject({ status: 403, message: 'You must authenticate via a GitHub App.' });
  });

  test('is changed only by the app that made it', async () => {
    const { body } = await post({});
    const workflow = github.actionsToken(models, { checks: 'write' });
    const path = `/repos/acme/models/check-runs/${String(body['id'])}`;
    expect((await ask('PATCH', path, workflow, { conclusion: 'success' })).status).toBe(403);
  });

  test('of which there are several is listed by its latest, or all on request', async () => {
    await post({ external_id: 'first' });
    await post({ external_id: 'second' });
    const path = `/repos/acme/models/commits/${models.head()}/check-runs?check_name=check`;
    const token = app.token(installation);
    expect((await ask('GET', path, token)).body).toMatchObject({
      total_count: 1,
      check_runs: [{ external_id: 'second', app: { id: app.id }, check_suite: {} }],
    });
    expect((await ask('GET', `${path}&filter=all`, token)).body).toMatchObject({ total_count: 2 });
  });
});

describe('a comment', () => {
  test.each([
    ['that is blank', ' '],
    ['of 65,537 characters', 'x'.repeat(65_537)],
  ])('%s is refused with 422', async (_what, body) => {
    models.commit({ branch: 'b', files: { b: '1' } });
    const pull = models.openPull({ title: 'B', head: 'b' });
    const path = `/repos/acme/models/issues/${pull.number}/comments`;
    expect((await ask('POST', path, app.token(installation), { body })).status).toBe(422);
  });

  test('by a workflow whose token is read-only is refused with 403', async () => {
    models.commit({ branch: 'b', files: { b: '1' } });
    const pull = models.openPull({ title: 'B', head: 'b' });
    const path = `/repos/acme/models/issues/${pull.number}/comments`;
    expect(await ask('POST', path, github.actionsToken(models), { body: 'hi' })).toMatchObject({
      status: 403,
      message: 'Resource not accessible by integration',
    });
  });
});

test('a branch made by its reference is there, once', async () => {
  const person = github.userToken('octocat', [models]);
  const body = { ref: 'refs/heads/release/1', sha: models.head() };
  expect((await ask('POST', '/repos/acme/models/git/refs', person, body)).status).toBe(201);
  expect((await ask('POST', '/repos/acme/models/git/refs', person, body)).status).toBe(422);
  expect((await ask('GET', '/repos/acme/models/git/ref/heads%2Frelease%2F1', person)).body).toMatchObject({
    ref: 'refs/heads/release/1',
    object: { sha: models.head() },
  });
});

test('failed deliveries are listed to the app and redelivered on request', async () => {
  app.deliverTo('http://127.0.0.1:9/', 'secret');
  models.commit({ files: { a: '2' } });
  await github.settled();
  const jwt = jsonWebToken({ iat: nowMs / 1000, exp: nowMs / 1000 + 60, iss: app.id });
  const response = await fetch(`${github.url}/app/hook/deliveries?status=failure`, {
    headers: { authorization: `bearer ${jwt}` },
  });
  const [failed] = (await response.json()) as { id: number; guid: string; event: string }[];
  expect(failed).toMatchObject({ event: 'push', status: 'failed to connect', status_code: 0, redelivery: false });
  expect((await ask('POST', `/app/hook/deliveries/${failed?.id}/attempts`, jwt)).status).toBe(202);
  await github.settled();
  expect(github.deliveries.at(-1)).toMatchObject({ guid: failed?.guid, redelivery: true });
});
