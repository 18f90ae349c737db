import type { Task } from '../task.ts';
import { branchNameOf, fieldsAt, getText, originOf, textAt } from '../webhook-event.ts';
import type { WebhookEvent } from '../webhook-event.ts';

const NO_COMMIT = /^0+$/;
const MERGE_QUEUE = 'gh-readonly-queue/';

/** A branch moved, whoever moved it. Whether it is a stage's is for the policy to say. */
export function handlePush(event: WebhookEvent): readonly Task[] {
  const { payload } = event;
  const branch = branchNameOf(getText(payload, 'ref'));
  const before = textAt(payload, 'before') ?? '';
  const after = getText(payload, 'after');
  if (branch === undefined || branch.startsWith(MERGE_QUEUE) || NO_COMMIT.test(after)) return [];
  const commit = fieldsAt(payload, 'head_commit');
  const origin = originOf(event, commit === undefined ? undefined : textAt(commit, 'timestamp'));
  return [
    { kind: 'branch', ...origin, branch, before: NO_COMMIT.test(before) || before === '' ? null : before, after },
  ];
}
