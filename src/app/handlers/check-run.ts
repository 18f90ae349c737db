import type { Task } from '../task.ts';
import { actionOf, fieldsAt, getFields, getText, numberAt, originOf, textAt } from '../webhook-event.ts';
import type { Fields, WebhookEvent } from '../webhook-event.ts';
import { tasksOfHead } from './tasks-of-head.ts';

/** Buttons of our checks that do something. */
export const ACTIONS_HANDLED = ['rerun'] as const;

/** Somebody asks for one of our checks again. What we write ourselves comes back as `created` and `completed`. */
export function handleCheckRun(event: WebhookEvent, { appId }: { readonly appId: number }): readonly Task[] {
  const action = actionOf(event);
  if (action !== 'rerequested' && action !== 'requested_action') return [];
  const run = getFields(event.payload, 'check_run');
  if (!isOurs(run, appId)) return [];
  if (action === 'requested_action' && !isHandled(event.payload)) return [];
  return tasksOfHead(originOf(event, undefined), getText(run, 'head_sha'), run['pull_requests']);
}

function isOurs(run: Fields, appId: number): boolean {
  const app = fieldsAt(run, 'app');
  // GitHub always names the app, and sends these two to no other.
  return (app === undefined || numberAt(app, 'id') === appId) && isCheckName(textAt(run, 'name') ?? '');
}

/** The names of checkRunName in src/reports/check-run.ts. */
export function isCheckName(name: string): boolean {
  return name === 'modelgate' || /^modelgate \(.*\)$/.test(name);
}

function isHandled(payload: Fields): boolean {
  const requested = fieldsAt(payload, 'requested_action');
  const identifier = requested === undefined ? undefined : textAt(requested, 'identifier');
  return ACTIONS_HANDLED.some((known) => known === identifier);
}
