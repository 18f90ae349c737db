import type { Task } from '../task.ts';
import { actionOf, branchNameOf, getFields, getText, originOf, PayloadNotUnderstood } from '../webhook-event.ts';
import type { WebhookEvent } from '../webhook-event.ts';

/** A merge queue asks for the checks of what it is about to merge. */
export function handleMergeGroup(event: WebhookEvent): readonly Task[] {
  if (actionOf(event) !== 'checks_requested') return [];
  const group = getFields(event.payload, 'merge_group');
  const branch = branchNameOf(getText(group, 'base_ref'));
  if (branch === undefined) throw new PayloadNotUnderstood('The merge group goes into no branch.');
  const headSha = getText(group, 'head_sha');
  return [{ kind: 'merge-group', ...originOf(event, undefined), headSha, baseSha: getText(group, 'base_sha'), branch }];
}
