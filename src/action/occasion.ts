import { readFile } from 'node:fs/promises';
import type { components } from '@octokit/openapi-types';
import { toPullRequest } from '../github/parse.ts';
import { ActionFault, variable, type ActionWorld } from './world.ts';

/** What the workflow run is about: which change, into which branch. */
export interface Occasion {
  readonly event: string;
  readonly owner: string;
  readonly repo: string;
  readonly defaultBranch: string | undefined;
  /** The branch that the change goes into. */
  readonly branch: string;
  /** Judge against this commit of the branch; undefined: against its head. */
  readonly baseCommit: string | undefined;
  /** The commit that is judged, without what the job has changed since. */
  readonly headSha: string;
  /** What the runner checks out by default: for a pull request its merge with the base. */
  readonly checkoutSha: string | undefined;
  /** Undefined where there is none to comment on. */
  readonly pullRequest: number | undefined;
}

const NO_COMMIT = /^0+$/;

interface Payload {
  readonly repository?: { readonly default_branch?: string };
  readonly pull_request?: components['schemas']['pull-request'];
  readonly merge_group?: { readonly base_ref?: string; readonly base_sha?: string; readonly head_sha?: string };
  readonly ref?: string;
  readonly before?: string;
  readonly after?: string;
}

export async function readOccasion(world: Pick<ActionWorld, 'env'>): Promise<Occasion> {
  const event = required(world, 'GITHUB_EVENT_NAME');
  const [owner, repo] = required(world, 'GITHUB_REPOSITORY').split('/');
  if (owner === undefined || repo === undefined)
    throw new ActionFault('GITHUB_REPOSITORY is not of the form owner/name.');
  const payload = await readPayload(required(world, 'GITHUB_EVENT_PATH'));
  const checkoutSha = variable(world, 'GITHUB_SHA');
  const shared = { event, owner, repo, defaultBranch: payload.repository?.default_branch, checkoutSha };
  switch (event) {
    case 'pull_request':
    case 'pull_request_target':
      return { ...shared, ...ofPullRequest(payload) };
    case 'merge_group':
      return { ...shared, ...ofMergeGroup(payload) };
    case 'push':
      return { ...shared, ...ofPush(payload) };
    case 'workflow_dispatch':
      return { ...shared, ...ofDispatch(payload, checkoutSha) };
    default:
      throw new ActionFault(
        `modelgate cannot judge the event "${event}". ` +
          'Run it on pull_request, merge_group, push or workflow_dispatch.',
      );
  }
}

type Particulars = Pick<Occasion, 'branch' | 'baseCommit' | 'headSha' | 'pullRequest'>;

function ofPullRequest(payload: Payload): Particulars {
  if (payload.pull_request === undefined) throw incomplete('pull_request');
  const pull = toPullRequest(payload.pull_request);
  return {
    // A stacked pull request is promoted to where its stack goes.
    branch: pull.stackBase ?? pull.base.branch,
    baseCommit: undefined,
    headSha: pull.head.sha,
    pullRequest: pull.number,
  };
}

function ofMergeGroup({ merge_group: group }: Payload): Particulars {
  const { base_ref: ref, base_sha: baseCommit, head_sha: headSha } = group ?? {};
  if (ref === undefined || baseCommit === undefined || headSha === undefined) throw incomplete('merge_group');
  return { branch: branchOf(ref), baseCommit, headSha, pullRequest: undefined };
}

function ofPush({ ref, before, after }: Payload): Particulars {
  if (ref === undefined || before === undefined || after === undefined) throw incomplete('push');
  if (!ref.startsWith('refs/heads/'))
    throw new ActionFault(`modelgate judges pushes to branches; this one is to ${ref}.`);
  if (NO_COMMIT.test(after))
    throw new ActionFault(`The branch ${branchOf(ref)} was deleted: there is nothing to judge.`);
  if (NO_COMMIT.test(before)) {
    throw new ActionFault(
      `The branch ${branchOf(ref)} is new, so there is nothing that this push could be compared with. Judge it in a pull request.`,
    );
  }
  return { branch: branchOf(ref), baseCommit: before, headSha: after, pullRequest: undefined };
}

function ofDispatch(payload: Payload, checkoutSha: string | undefined): Particulars {
  const branch = payload.repository?.default_branch;
  if (branch === undefined || checkoutSha === undefined) throw incomplete('workflow_dispatch');
  return { branch, baseCommit: undefined, headSha: checkoutSha, pullRequest: undefined };
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

function incomplete(event: string): ActionFault {
  return new ActionFault(`The payload of this ${event} event lacks what is needed to know what changed.`);
}

function required(world: Pick<ActionWorld, 'env'>, name: string): string {
  const value = variable(world, name);
  if (value === undefined) throw new ActionFault(`${name} is not set: modelgate's Action runs within GitHub Actions.`);
  return value;
}

async function readPayload(file: string): Promise<Payload> {
  try {
    const payload: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof payload === 'object' && payload !== null) return payload;
  } catch (error) {
    throw new ActionFault(`The event payload ${file} cannot be read.`, { cause: error });
  }
  throw new ActionFault(`The event payload ${file} is no JSON object.`);
}
