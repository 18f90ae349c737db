import type { Task } from '../task.ts';
import type { WebhookEvent } from '../webhook-event.ts';

/**
 * Turns one webhook into tasks: no request, no clock, nothing kept. An empty list means that the event does not matter
 * to us. Throws `PayloadNotUnderstood`.
 */
export type Handler = (event: WebhookEvent, app: { readonly appId: number }) => readonly Task[];
