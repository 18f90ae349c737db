import type { Task } from '../task.ts';
import { actionOf, fieldsAt, getFields, getText, numberAt, originOf } from '../webhook-event.ts';
import type { WebhookEvent } from '../webhook-event.ts';
import { tasksOfHead } from './tasks-of-head.ts';

/** Somebody asks for all our checks of a commit again. */
export function handleCheckSuite(event: WebhookEvent, { appId }: { readonly appId: number }): readonly Task[] {
  if (actionOf(event) !== 'rerequested') return [];
  const suite = getFields(event.payload, 'check_suite');
  const app = fieldsAt(suite, 'app');
  if (app !== undefined && numberAt(app, 'id') !== appId) return [];
  return tasksOfHead(originOf(event, undefined), getText(suite, 'head_sha'), suite['pull_requests']);
}
