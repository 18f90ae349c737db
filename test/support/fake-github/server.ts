import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { authenticate } from './auth.ts';
import type { Actor } from './auth.ts';
import type { FaultEffect, Faults } from './faults.ts';
import { findRoute, notFound, Refusal } from './http.ts';
import type { Answer, Route } from './http.ts';
import type { JournalEntry } from './journal.ts';
import type { World } from './state.ts';
import type { Webhooks } from './webhooks.ts';

export interface ServerParts {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly routes: readonly Route[];
  readonly faults: Faults;
  readonly journal: JournalEntry[];
  /** Added to every answer; asked for at each request, so that it may change. */
  readonly latencyMs: () => number;
}

export function createApiServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
}

interface Handled {
  readonly answer: Answer;
  readonly route: string | null;
  readonly actor: Actor;
}

async function handle(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://fake.invalid');
  const raw = await readBody(request);
  await delay(parts.latencyMs());
  const effect = parts.faults.take(method, url.pathname);
  if (effect !== undefined && 'delayMs' in effect) await delay(effect.delayMs);
  const handled = await outcomeOf(parts, request, url, raw, effect);
  const cut = effect !== undefined && ('drop' in effect || 'loseAnswer' in effect);
  parts.journal.push({
    id: parts.journal.length + 1,
    method,
    path: url.pathname + url.search,
    route: handled.route,
    status: cut ? 0 : handled.answer.status,
    actor: handled.actor.kind === 'token' ? handled.actor.token.kind : handled.actor.kind,
    startedAt,
    endedAt: performance.now(),
  });
  if (cut) response.destroy();
  else send(parts.world, response, handled, effect !== undefined && 'truncateAnswer' in effect);
}

async function outcomeOf(
  parts: ServerParts,
  request: IncomingMessage,
  url: URL,
  raw: string,
  effect: FaultEffect | undefined,
): Promise<Handled> {
  let actor: Actor = { kind: 'anonymous' };
  let route: string | null = null;
  try {
    if (effect !== undefined && 'drop' in effect) return { answer: { status: 0 }, route, actor };
    if (effect !== undefined && 'respond' in effect) {
      const { respond: status, body = { message: 'Server Error' }, headers = {} } = effect;
      return { answer: { status, body, headers }, route, actor };
    }
    actor = authenticate(parts.world, request.headers.authorization);
    countRequest(actor);
    const match = findRoute(parts.routes, request.method ?? 'GET', url.pathname);
    if (match === undefined) throw notFound();
    route = match.route.pattern;
    const { world, webhooks } = parts;
    const answer = await match.route.handler({
      world,
      webhooks,
      actor,
      params: match.params,
      query: url.searchParams,
      headers: request.headers,
      path: url.pathname,
      body: parseBody(raw),
    });
    return { answer, route, actor };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { answer: refusalAnswer(error), route, actor };
  }
}

function countRequest(actor: Actor): void {
  if (actor.kind !== 'token') return;
  actor.token.used += 1;
  if (actor.token.used <= actor.token.limit) return;
  throw new Refusal(403, `API rate limit exceeded for installation ID ${actor.token.installation?.id ?? 0}.`);
}

function refusalAnswer(refusal: Refusal): Answer {
  return {
    status: refusal.status,
    headers: refusal.headers,
    body: {
      message: refusal.message,
      ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(refusal.status),
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

function parseBody(raw: string): Readonly<Record<string, unknown>> {
  if (raw === '') return {};
  try {
    const body: unknown = JSON.parse(raw);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // Answered below.
  }
  throw new Refusal(400, 'Problems parsing JSON');
}

function send(world: World, response: ServerResponse, { answer, actor }: Handled, truncate: boolean): void {
  const bytes = encode(answer.body);
  const type = answer.body instanceof Uint8Array ? 'application/octet-stream' : 'application/json; charset=utf-8';
  response.writeHead(answer.status, {
    ...(bytes === undefined ? {} : { 'content-type': type, 'content-length': bytes.length }),
    date: new Date(world.now()).toUTCString(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': `FAKE:${response.req.socket.remotePort ?? 0}`,
    ...rateLimitHeaders(world, actor),
    ...answer.headers,
  });
  if (bytes === undefined) response.end();
  else if (truncate) response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
  else response.end(bytes);
}

function encode(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
}

function rateLimitHeaders(world: World, actor: Actor): Readonly<Record<string, string>> {
  const { limit, used } = actor.kind === 'token' ? actor.token : { limit: 60, used: 0 };
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - used)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Math.floor(world.now() / 1000) + 3600),
    'x-ratelimit-resource': 'core',
  };
}
