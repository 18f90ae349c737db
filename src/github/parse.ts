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
    stackBase: stackBaseOf(raw),
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

function toAccount(raw: { readonly login: string; readonly type?: string } | null | undefined): Account | null {
  return raw === null || raw === undefined ? null : { login: raw.login, bot: raw.type === 'Bot' };
}

function fullNameOf(repository: { readonly full_name?: string } | null | undefined): string | null {
  return repository?.full_name ?? null;
}

/** `stack` is a preview since 2026-07-30 and not in the published schema: null, or an object with the stack's base. */
function stackBaseOf(raw: object): string | null {
  const stack: unknown = 'stack' in raw ? raw.stack : null;
  const base: unknown = typeof stack === 'object' && stack !== null && 'base' in stack ? stack.base : null;
  if (typeof base === 'string') return base;
  const ref: unknown = typeof base === 'object' && base !== null && 'ref' in base ? base.ref : null;
  return typeof ref === 'string' ? ref : null;
}
