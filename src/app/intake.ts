import { Webhooks } from '@octokit/webhooks';
import { HANDLERS, UNCONDITIONAL_EVENTS } from './handlers/index.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createRecent } from './recent.ts';
import type { Task } from './task.ts';
import { actionOf, PayloadNotUnderstood } from './webhook-event.ts';
import type { Fields, WebhookEvent } from './webhook-event.ts';

/** A webhook as it came over HTTP. */
export interface Incoming {
  readonly event: string | undefined;
  readonly deliveryId: string | undefined;
  readonly signature: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: 202 | 400 | 401 | 503;
  readonly body: Readonly<Record<string, string>>;
}

export interface Intake {
  receive(incoming: Incoming): Promise<Reply>;
  /** The delivery may come once more. */
  forget(deliveryId: string): void;
}

export interface IntakeOptions {
  /** Any of them may have signed. */
  readonly secrets: readonly string[];
  readonly appId: number;
  readonly log: Log;
  readonly metrics: Metrics;
  /** False when no work is taken any more. */
  readonly add: (task: Task) => boolean;
}

/** GitHub keeps deliveries for redelivery; this many are remembered here. */
const REMEMBERED_DELIVERIES = 10_000;

/** Signature, known deliveries, tasks: what there is to do before GitHub gets its answer, and nothing else. */
export function createIntake({ secrets, appId, log, metrics, add }: IntakeOptions): Intake {
  const verifiers = secrets.map((secret) => new Webhooks({ secret }));
  const known = createRecent<true>(REMEMBERED_DELIVERIES);
  const unconditional = new Set<string>(UNCONDITIONAL_EVENTS);

  async function isSigned(body: string, signature: string): Promise<boolean> {
    for (const verifier of verifiers) {
      // Compares in constant time; throws where the signature has no form at all.
      if (await verifier.verify(body, signature).catch(() => false)) return true;
    }
    return false;
  }

  async function receive(incoming: Incoming): Promise<Reply> {
    const { event = '', deliveryId = '', signature } = incoming;
    const text = incoming.body.toString('utf8');
    if (signature === undefined || !(await isSigned(text, signature))) {
      metrics.delivery('other', 'refused');
      log.warn(
        { delivery: deliveryId.slice(0, 100), signed: signature !== undefined },
        'webhook refused: bad signature',
      );
      return { status: 401, body: { error: 'The signature is missing or wrong.' } };
    }
    if (event === '' || deliveryId === '') {
      metrics.delivery(event, 'refused');
      return { status: 400, body: { error: 'X-GitHub-Event and X-GitHub-Delivery are needed.' } };
    }
    if (known.get(deliveryId) !== undefined) {
      metrics.delivery(event, 'duplicate');
      log.debug({ delivery: deliveryId, event }, 'delivery already known');
      return { status: 202, body: { outcome: 'duplicate' } };
    }
    const payload = parsePayload(text, incoming.contentType);
    if (payload === undefined) {
      metrics.delivery(event, 'refused');
      return { status: 400, body: { error: 'The body is no JSON object.' } };
    }
    return take({ name: event, deliveryId, payload });
  }

  function take(event: WebhookEvent): Reply {
    const fields = { delivery: event.deliveryId, event: event.name, action: actionOf(event) };
    let tasks: readonly Task[];
    try {
      tasks = HANDLERS.get(event.name)?.(event, { appId }) ?? [];
    } catch (error) {
      if (!(error instanceof PayloadNotUnderstood)) throw error;
      metrics.delivery(event.name, 'refused');
      log.warn({ ...fields, err: error }, 'webhook not understood');
      return { status: 400, body: { error: error.message } };
    }
    for (const task of tasks) {
      if (add(task)) continue;
      metrics.delivery(event.name, 'refused');
      return { status: 503, body: { error: 'This server is stopping. Deliver again.' } };
    }
    known.set(event.deliveryId, true);
    if (unconditional.has(event.name)) log.info(fields, 'webhook noted');
    else log.debug({ ...fields, tasks: tasks.length }, 'webhook taken');
    const outcome = tasks.length === 0 ? 'ignored' : 'accepted';
    metrics.delivery(event.name, outcome);
    return { status: 202, body: { outcome } };
  }

  return { receive, forget: (deliveryId) => known.delete(deliveryId) };
}

/** An App may be set to send its events as a form, with the JSON in one field. */
function parsePayload(text: string, contentType: string | undefined): Fields | undefined {
  const isForm = contentType?.startsWith('application/x-www-form-urlencoded') === true;
  try {
    const value: unknown = JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
