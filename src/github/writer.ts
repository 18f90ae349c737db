import { call } from './call.ts';
import type { GithubClient } from './client.ts';
import { checkRunBody } from './check-run-body.ts';
import type { CheckAnnotation, CheckRunContent } from './check-run-body.ts';
import { GithubNotFound, GithubUnavailable, toGithubError } from './errors.ts';
import { CHECK_ANNOTATIONS_PER_REQUEST } from './limits.ts';
import { toCheckRun, toIssueComment } from './parse.ts';
import type { CheckRun, IssueComment } from './types.ts';

/**
 * The write port of one repository. Each call is one request (a check run with more than 50 annotations: one more for
 * each further 50). Nothing is sent twice: after a `GithubUnavailable` with `effectUnknown`, look before sending again
 * (`createOnce`).
 */
export interface GithubWriter {
  createCheckRun(headSha: string, content: CheckRunContent): Promise<CheckRun>;
  /** Annotations are added to those that the run already has. */
  updateCheckRun(id: number, content: CheckRunContent): Promise<CheckRun>;
  createComment(number: number, body: string): Promise<IssueComment>;
  updateComment(id: number, body: string): Promise<IssueComment>;
  /** Deleting what is gone already succeeds. */
  deleteComment(id: number): Promise<void>;
}

export function createGithubWriter(
  client: GithubClient,
  place: { readonly owner: string; readonly repo: string },
): GithubWriter {
  const { owner, repo } = place;

  async function createCheckRun(headSha: string, content: CheckRunContent): Promise<CheckRun> {
    const [first = [], ...rest] = inBatches(content.annotations ?? []);
    const { data } = await call(
      `the check run ${content.name}`,
      client.request('POST /repos/{owner}/{repo}/check-runs', {
        owner,
        repo,
        head_sha: headSha,
        ...checkRunBody(content, first),
      }),
    );
    for (const batch of rest) await patchCheckRun(Number(data.id), content, batch);
    return toCheckRun(data);
  }

  async function updateCheckRun(id: number, content: CheckRunContent): Promise<CheckRun> {
    const [first = [], ...rest] = inBatches(content.annotations ?? []);
    const updated = await patchCheckRun(id, content, first);
    for (const batch of rest) await patchCheckRun(id, content, batch);
    return updated;
  }

  async function patchCheckRun(
    id: number,
    content: CheckRunContent,
    annotations: readonly CheckAnnotation[],
  ): Promise<CheckRun> {
    const { data } = await call(
      `the check run ${content.name}`,
      client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: id,
        ...checkRunBody(content, annotations),
      }),
    );
    return toCheckRun(data);
  }

  async function createComment(number: number, body: string): Promise<IssueComment> {
    const { data } = await call(
      `a comment on pull request ${number}`,
      client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: number,
        body,
      }),
    );
    return toIssueComment(data);
  }

  async function updateComment(id: number, body: string): Promise<IssueComment> {
    const { data } = await call(
      `comment ${id}`,
      client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { owner, repo, comment_id: id, body }),
    );
    return toIssueComment(data);
  }

  async function deleteComment(id: number): Promise<void> {
    try {
      await client.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: id,
      });
    } catch (fault) {
      const error = toGithubError(fault, `comment ${id}`);
      if (!(error instanceof GithubNotFound)) throw error;
    }
  }

  return { createCheckRun, updateCheckRun, createComment, updateComment, deleteComment };
}

/**
 * Creates something exactly once as far as can be known: when the answer to the POST was lost, looks for what it may
 * have left, and only if there is nothing sends it again.
 */
export async function createOnce<T>(create: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await create();
  } catch (fault) {
    if (!(fault instanceof GithubUnavailable) || !fault.effectUnknown) throw fault;
    return (await find()) ?? (await create());
  }
}

function inBatches(annotations: readonly CheckAnnotation[]): readonly (readonly CheckAnnotation[])[] {
  const batches: (readonly CheckAnnotation[])[] = [];
  for (let start = 0; start < annotations.length; start += CHECK_ANNOTATIONS_PER_REQUEST) {
    batches.push(annotations.slice(start, start + CHECK_ANNOTATIONS_PER_REQUEST));
  }
  return batches;
}
