import { request } from 'node:http';
import { expect, test } from 'vitest';
import { signature } from '../support/fake-github/index.ts';
import { deliver } from './deliver.ts';
import { checkOf, createScene, METRICS, metrics, openPull, SECRET } from './scene.ts';
import type { Scene } from './scene.ts';

/** The payload of an opened pull request that the App has not seen yet. */
async function openUnseen(scene: Scene): Promise<{ readonly payload: object; readonly checks: () => number }> {
  const { webhook } = scene.app.record;
  scene.app.record.webhook = { url: 'http://127.0.0.1:9/', secret: SECRET };
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.github.settled();
  scene.app.record.webhook = webhook;
  const delivery = scene.github.deliveries.findLast(({ event }) => event === 'pull_request');
  return { payload: JSON.parse(delivery?.payload ?? '{}') as object, checks: () => pull.checkRuns.length };
}

test('an event with a forged signature is refused and does nothing', async () => {
  const scene = await createScene();
  const { payload, checks } = await openUnseen(scene);
  for (const signed of [signature('another secret altogether', JSON.stringify(payload)), 'sha256=00', 'nonsense', '']) {
    expect(await deliver(scene.url, { event: 'pull_request', payload, signed })).toMatchObject({ status: 401 });
  }
  await scene.idle();
  expect(checks()).toBe(0);
});

test('an event without a signature is refused', async () => {
  const scene = await createScene();
  const { payload, checks } = await openUnseen(scene);
  expect(await deliver(scene.url, { event: 'pull_request', payload, signed: null })).toMatchObject({ status: 401 });
  const sha1 = { 'x-hub-signature': 'sha1=0000' };
  expect(await deliver(scene.url, { event: 'pull_request', payload, signed: null, headers: sha1 })).toMatchObject({
    status: 401,
  });
  await scene.idle();
  expect(checks()).toBe(0);
});

test('the previous secret is good during rotation', async () => {
  const previous = 'the secret before this one, long enough';
  const scene = await createScene({ env: { WEBHOOK_SECRET_PREVIOUS: previous } });
  const body = '{"zen":"x"}';
  expect(await deliver(scene.url, { body, signed: signature(previous, body) })).toMatchObject({ status: 202 });
  expect(await deliver(scene.url, { body })).toMatchObject({ status: 202 });
});

test('a body over 25 MB is refused before anything else, announced or not', async () => {
  const scene = await createScene();
  const tooMuch = 25 * 1024 * 1024 + 1;
  expect(await post(scene.url, { 'content-length': String(tooMuch) }, 0)).toBe(413);
  expect(await post(scene.url, { 'transfer-encoding': 'chunked' }, tooMuch)).toBe(413);
  expect((await fetch(`${scene.url}/healthz`)).status).toBe(200);
});

/** Sends so many bytes, and gives the status as soon as it is there. */
function post(url: string, headers: Record<string, string>, bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/github/webhooks`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode);
      response.resume();
      sent.destroy();
    });
    let isAnswered = false;
    sent.on('response', () => {
      isAnswered = true;
    });
    sent.on('error', (error) => (isAnswered ? undefined : reject(error)));
    sent.flushHeaders();
    const chunk = Buffer.alloc(1024 * 1024);
    for (let written = 0; written < bytes; written += chunk.length) sent.write(chunk);
  });
}

test('a delivery that comes twice is done once', async () => {
  const scene = await createScene();
  const { payload } = await openUnseen(scene);
  const twice = { event: 'pull_request', payload, id: 'f00d' };
  expect(await deliver(scene.url, twice)).toEqual({ status: 202, body: { outcome: 'accepted' } });
  await scene.idle();
  scene.github.forgetRequests();
  expect(await deliver(scene.url, twice)).toEqual({ status: 202, body: { outcome: 'duplicate' } });
  await scene.idle();
  expect(scene.github.requests).toEqual([]);
});

test('a redelivery of what failed is done', async () => {
  const scene = await createScene();
  const { payload, checks } = await openUnseen(scene);
  scene.github.fault({ times: 50, path: '/repos/', effect: { respond: 404, body: { message: 'Not Found' } } });
  const again = { event: 'pull_request', payload, id: 'beef' };
  await deliver(scene.url, again);
  await scene.idle();
  scene.github.clearFaults();
  expect(checks()).toBe(0);
  expect(await deliver(scene.url, again)).toEqual({ status: 202, body: { outcome: 'accepted' } });
  await scene.idle();
  expect(checks()).toBe(1);
});

test('the answer does not wait for the judgement', async () => {
  const scene = await createScene();
  const { payload, checks } = await openUnseen(scene);
  scene.github.setLatency(300);
  expect(await deliver(scene.url, { event: 'pull_request', payload })).toMatchObject({ status: 202 });
  expect(checks()).toBe(0);
  await scene.idle();
  expect(checks()).toBe(1);
});

test('an event that is not understood is refused with what is missing', async () => {
  const scene = await createScene();
  const refused = [
    { event: 'pull_request', payload: { action: 'opened' } },
    { event: 'pull_request', payload: { action: 'opened', pull_request: { number: 1 } } },
    { event: 'push', payload: {} },
    { event: 'push', body: 'no JSON' },
    { event: 'push', body: '[]' },
  ];
  for (const given of refused) {
    expect(await deliver(scene.url, given)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  }
});

test('an event may come as a form', async () => {
  const scene = await createScene();
  const { payload, checks } = await openUnseen(scene);
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await deliver(scene.url, { event: 'pull_request', body, headers })).toMatchObject({ status: 202 });
  await scene.idle();
  expect(checks()).toBe(1);
});

test('checks of others, and our own as they are made, cost no request', async () => {
  const scene = await createScene();
  const pull = openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  const run = checkOf(pull);
  const repository = { id: 1, full_name: 'acme/models', default_branch: 'main' };
  const ours = { name: run?.name, head_sha: pull.headSha, app: { id: scene.app.id }, pull_requests: [] };
  scene.github.forgetRequests();
  const ignored = [
    { action: 'completed', check_run: ours, repository },
    { action: 'rerequested', check_run: { ...ours, app: { id: 15_368 } }, repository },
    { action: 'rerequested', check_run: { ...ours, name: 'modelgate-ish' }, repository },
    { action: 'requested_action', check_run: ours, repository, requested_action: { identifier: 'unknown' } },
  ];
  for (const payload of ignored) {
    expect(await deliver(scene.url, { event: 'check_run', payload })).toMatchObject({ body: { outcome: 'ignored' } });
  }
  await scene.idle();
  expect(scene.github.requests).toEqual([]);
});

test('probes and metrics answer, and nothing else does', async () => {
  const scene = await createScene();
  openPull(scene, 'better', { [METRICS]: metrics(0.91) });
  await scene.idle();
  expect((await fetch(`${scene.url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${scene.url}/readyz`)).json()).toEqual({ ready: true, missing: [] });
  const text = await (await fetch(`${scene.url}/metrics`)).text();
  expect(text).toContain('modelgate_verdicts_total{verdict="approved"} 1');
  expect(text).toContain('modelgate_deliveries_total{event="pull_request",outcome="accepted"} 1');
  expect(text).toContain(
    'modelgate_github_requests_total{route="POST /repos/{owner}/{repo}/check-runs",status="201"} 1',
  );
  expect(text).toContain('modelgate_judgement_seconds_count 1');
  expect(text).not.toContain('route="other"');
  const nowhere = await fetch(`${scene.url}/nowhere`);
  expect([nowhere.status, nowhere.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
  expect((await fetch(`${scene.url}/api/github/webhooks`)).status).toBe(405);
});
