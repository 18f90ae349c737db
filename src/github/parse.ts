import type { components } from '@octokit/openapi-types';
import type { Account, CheckRun, IssueComment, PullRequest } from './types.ts';

/** GitHub's bodies to our data. Optional chaining beyond the schema: an emulator may leave out what GitHub never does. */

type Schemas = components['schemas'];
type RawPullRequest = Schemas['pull-request'] | Schemas['pull-request-simple'];

export function toPullRequest(raw: RawPullRequest): PullRequest {
  return {
    number: raw.number,
    title: raw.title,
    state: raw.state === 'closed' ? 'closed' : 'open',
    draft: raw.draft ?? false,
    author: toAccount(raw.user),
    head: { sha: raw.head.sha, branch: raw.head.ref, repository: fullNameOf(raw.head.repo) },
    base: { sha: raw.base.sha, branch: raw.base.ref },
    stackBase: raw.stack?.base?.ref ?? null,
    updatedAt: raw.updated_at,
    url: raw.html_url,
  };
}

export function toCheckRun(raw: Schemas['check-run']): CheckRun {
  return {
    id: Number(raw.id),
    name: raw.name,
    headSha: raw.head_sha,
    status: raw.status,
    conclusion: raw.conclusion ?? null,
    externalId: raw.external_id ?? null,
    title: raw.output?.title ?? null,
    appId: raw.app?.id ?? null,
    annotations: raw.output?.annotations_count ?? 0,
    url: raw.html_url ?? null,
  };
}

export function toIssueComment(raw: Schemas['issue-comment']): IssueComment {
  return {
    id: Number(raw.id),
    body: raw.body ?? '',
    author: toAccount(raw.user),
    appId: raw.performed_via_github_app?.id ?? null,
    url: raw.html_url,
  };
}

function toAccount(
  raw: { readonly id?: number | bigint; readonly login: string; readonly type?: string } | null | undefined,
): Account | null {
  return raw === null || raw === undefined
    ? null
    : { id: raw.id === undefined ? null : Number(raw.id), login: raw.login, bot: raw.type === 'Bot' };
}

function fullNameOf(repository: { readonly full_name?: string } | null | undefined): string | null {
  return repository?.full_name ?? null;
}
