import { createHmac, randomUUID } from 'node:crypto';
import { isoTime, nextId } from './state.ts';
import type { AppRecord, Installation, Permissions, RepositoryRecord, World } from './state.ts';

/** The event's payload is made for each installation that gets it. */
export interface WebhookEvent {
  readonly name: string;
  readonly action: string | null;
  readonly repository: RepositoryRecord | null;
  /** Only this app gets it (rerequested checks, ping). */
  readonly onlyApp?: AppRecord;
  /** Only this installation gets it (installation events, which belong to no repository). */
  readonly onlyInstallation?: Installation;
  readonly payload: (installation: Installation | null) => object;
}

/** One attempt to deliver an event. A redelivery is a record of its own with the same `guid`. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly app: AppRecord;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  /** Exactly what was signed and sent. */
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly deliveredAt: string;
  /** Milliseconds until the answer. */
  durationMs: number;
  /** `pending`, `OK`, the status text, `timed out` or `failed to connect`. */
  status: string;
  /** 0 when no answer came. */
  statusCode: number;
  response: string;
}

export interface Webhooks {
  readonly deliveries: Delivery[];
  emit(event: WebhookEvent): void;
  redeliver(delivery: Delivery): void;
  /** Resolves when every delivery so far, and those that they caused, has been answered or given up. */
  settled(): Promise<void>;
}

/** GitHub gives a receiver ten seconds. */
const TIMEOUT_MS = 10_000;
/** Sent whether or not the app subscribed to them. */
const UNCONDITIONAL = new Set(['installation', 'installation_repositories', 'ping']);

/** Any one of these permissions, to read at least. */
const NEEDED: Readonly<Record<string, readonly (keyof Permissions)[]>> = {
  pull_request: ['pull_requests'],
  push: ['contents'],
  check_run: ['checks'],
  check_suite: ['checks'],
  merge_group: ['merge_queues'],
  issue_comment: ['issues', 'pull_requests'],
};

export function createWebhooks(world: World): Webhooks {
  const deliveries: Delivery[] = [];
  const pending = new Set<Promise<void>>();

  function emit(event: WebhookEvent): void {
    for (const { app, installation } of receiversOf(world, event)) {
      if (app.webhook === null) continue;
      start(prepare(world, app, installation, event, app.webhook), app.webhook.url);
    }
  }

  function start(delivery: Delivery, url: string): void {
    deliveries.push(delivery);
    const sending = send(delivery, url).finally(() => pending.delete(sending));
    pending.add(sending);
  }

  function redeliver(delivery: Delivery): void {
    const { webhook } = delivery.app;
    if (webhook === null) return;
    const again = { ...delivery, ...blank(world), id: nextId(world), redelivery: true };
    start(again, webhook.url);
  }

  async function settled(): Promise<void> {
    while (pending.size > 0) await Promise.all(pending);
  }

  return { deliveries, emit, redeliver, settled };
}

function receiversOf(
  world: World,
  event: WebhookEvent,
): readonly { readonly app: AppRecord; readonly installation: Installation | null }[] {
  if (event.name === 'ping' && event.onlyApp !== undefined) return [{ app: event.onlyApp, installation: null }];
  const { repository } = event;
  return world.installations
    .filter((installation) => {
      if (event.onlyInstallation !== undefined) return installation === event.onlyInstallation;
      if (installation.suspended || repository === null || !installation.repositories.has(repository)) return false;
      if (event.onlyApp !== undefined && installation.app !== event.onlyApp) return false;
      return UNCONDITIONAL.has(event.name) || mayReceive(installation, event.name);
    })
    .map((installation) => ({ app: installation.app, installation }));
}

/** An app gets an event when it subscribed to it, and only once the installation accepted the permission for it. */
function mayReceive(installation: Installation, event: string): boolean {
  if (!installation.app.events.includes(event)) return false;
  return (NEEDED[event] ?? []).some((permission) => installation.permissions[permission] !== undefined);
}

function prepare(
  world: World,
  app: AppRecord,
  installation: Installation | null,
  event: WebhookEvent,
  webhook: { readonly secret: string },
): Delivery {
  const guid = randomUUID();
  const payload = JSON.stringify(event.payload(installation));
  return {
    ...blank(world),
    id: nextId(world),
    guid,
    app,
    event: event.name,
    action: event.action,
    installationId: installation?.id ?? null,
    repositoryId: event.repository?.id ?? null,
    redelivery: false,
    payload,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/fake',
      'x-github-event': event.name,
      'x-github-delivery': guid,
      'x-github-hook-id': String(app.id),
      'x-github-hook-installation-target-id': String(app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': signature(webhook.secret, payload),
    },
  };
}

/** As GitHub signs: HMAC-SHA256 over the very bytes of the body. */
export function signature(secret: string, payload: string): string {
  return `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`;
}

function blank(world: World) {
  return { deliveredAt: isoTime(world.now()), durationMs: 0, status: 'pending', statusCode: 0, response: '' };
}

async function send(delivery: Delivery, url: string): Promise<void> {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: delivery.headers,
      body: delivery.payload,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    delivery.response = await response.text();
    delivery.statusCode = response.status;
    delivery.status = response.ok ? 'OK' : response.statusText;
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    delivery.status = timedOut ? 'timed out' : 'failed to connect';
  } finally {
    delivery.durationMs = performance.now() - startedAt;
  }
}
