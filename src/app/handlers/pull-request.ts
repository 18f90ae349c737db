import type { components } from '@octokit/openapi-types';
import { toPullRequest } from '../../github/parse.ts';
import type { PullRequest } from '../../github/types.ts';
import type { Task } from '../task.ts';
import {
  actionOf,
  fieldsAt,
  getFields,
  getNumber,
  numberAt,
  getText,
  originOf,
  PayloadNotUnderstood,
  textAt,
  toActor,
  type Fields,
  type WebhookEvent,
} from '../webhook-event.ts';

const JUDGED = new Set(['opened', 'reopened', 'synchronize', 'ready_for_review', 'edited']);

/** A pull request is new, has new commits, or goes somewhere else now. */
export function handlePullRequest(event: WebhookEvent): readonly Task[] {
  const action = actionOf(event);
  if (!JUDGED.has(action) && action !== 'closed') return [];
  if (action === 'edited' && !isRetargeted(event.payload)) return [];
  const raw = getFields(event.payload, 'pull_request');
  const origin = originOf(event, textAt(raw, 'updated_at'));
  // Others with this head shared a check with it, which was the worst of them all.
  if (action === 'closed')
    return [{ kind: 'head', ...origin, headSha: getText(getFields(raw, 'head'), 'sha'), ifShared: true }];
  const pull = readPullRequest({ number: numberAt(event.payload, 'number'), ...raw });
  if (pull.state === 'closed') return [];
  return [{ kind: 'pull-request', ...origin, number: pull.number, pull, author: toActor(fieldsAt(raw, 'user')) }];
}

/** Titles and descriptions decide nothing. */
function isRetargeted(payload: Fields): boolean {
  const changes = fieldsAt(payload, 'changes');
  return changes !== undefined && fieldsAt(changes, 'base') !== undefined;
}

function readPullRequest(raw: Fields): PullRequest {
  getNumber(raw, 'number');
  for (const side of ['head', 'base']) {
    const fields = getFields(raw, side);
    if (textAt(fields, 'ref') === undefined || !/^[0-9a-f]{40,64}$/.test(textAt(fields, 'sha') ?? ''))
      throw new PayloadNotUnderstood(`The event has no ${side} of the pull request.`);
  }
  return toPullRequest(raw as unknown as components['schemas']['pull-request']);
}
