import { checkRunBody, checkSuiteBody } from '../bodies/check.ts';
import { parseCheckInput } from '../check-input.ts';
import type { CheckInput } from '../check-input.ts';
import { checkRunEvent, checkSuiteEvent } from '../check-events.ts';
import { invalid, notFound, numberParam, paged, param, Refusal } from '../http.ts';
import type { RequestContext, Routes } from '../http.ts';
import { resolveRef } from '../operations.ts';
import { checkWriter, repositoryFor, sender } from '../permissions.ts';
import { isoTime, nextId } from '../state.ts';
import type { AppRecord, CheckRunRecord, RepositoryRecord, SuiteRecord } from '../state.ts';

/** Check runs and suites. Only apps write them, each only its own. */
export const checkRoutes: Routes = {
  'POST /repos/{owner}/{repo}/check-runs': (context) => {
    const repository = repositoryFor(context, 'write', 'checks');
    const app = checkWriter(context);
    const input = parseCheckInput(context);
    const { head_sha: headSha } = context.body;
    if (input.name === undefined) throw invalid('CheckRun', 'name', 'missing_field');
    if (typeof headSha !== 'string') throw invalid('CheckRun', 'head_sha', 'missing_field');
    if (repository.objects.findCommit(headSha) === undefined) {
      throw new Refusal(422, `No commit found for SHA: ${headSha}`);
    }
    const run = newRun(context, suiteFor(context, repository, app, headSha), input.name);
    apply(context, run, input);
    repository.checkRuns.push(run);
    tell(context, repository, run, 'created');
    if (run.status === 'completed') tell(context, repository, run, 'completed');
    return { status: 201, body: checkRunBody(context.world, repository, run) };
  },

  'PATCH /repos/{owner}/{repo}/check-runs/{id}': (context) => {
    const repository = repositoryFor(context, 'write', 'checks');
    const app = checkWriter(context);
    const run = runOf(context, repository);
    if (run.app !== app) {
      throw new Refusal(
        403,
        `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
      );
    }
    const before = run.status;
    apply(context, run, parseCheckInput(context));
    if (run.status === 'completed' && before !== 'completed') tell(context, repository, run, 'completed');
    return { status: 200, body: checkRunBody(context.world, repository, run) };
  },

  'GET /repos/{owner}/{repo}/check-runs/{id}': (context) => {
    const repository = repositoryFor(context, 'read', 'checks');
    return { status: 200, body: checkRunBody(context.world, repository, runOf(context, repository)) };
  },

  'GET /repos/{owner}/{repo}/check-runs/{id}/annotations': (context) => {
    const repository = repositoryFor(context, 'read', 'checks');
    return paged(context, runOf(context, repository).annotations, (page) => page);
  },

  'POST /repos/{owner}/{repo}/check-runs/{id}/rerequest': (context) => {
    const repository = repositoryFor(context, 'write', 'checks');
    const run = runOf(context, repository);
    context.webhooks.emit(checkRunEvent(context.world, repository, run, 'rerequested', sender(context)));
    return { status: 201, body: {} };
  },

  'GET /repos/{owner}/{repo}/commits/{ref+}/check-runs': (context) => {
    const repository = repositoryFor(context, 'read', 'checks');
    const sha = resolveRef(repository, param(context, 'ref'));
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${param(context, 'ref')}`);
    const runs = selected(
      context,
      repository.checkRuns.filter((run) => run.headSha === sha),
    ).toReversed();
    return paged(context, runs, (page) => ({
      total_count: runs.length,
      check_runs: page.map((run) => checkRunBody(context.world, repository, run)),
    }));
  },

  'GET /repos/{owner}/{repo}/commits/{ref+}/check-suites': (context) => {
    const repository = repositoryFor(context, 'read', 'checks');
    const sha = resolveRef(repository, param(context, 'ref'));
    const suites = repository.suites.filter((suite) => suite.headSha === sha);
    return paged(context, suites, (page) => ({
      total_count: suites.length,
      check_suites: page.map((suite) => checkSuiteBody(context.world, repository, suite)),
    }));
  },

  'POST /repos/{owner}/{repo}/check-suites/{id}/rerequest': (context) => {
    const repository = repositoryFor(context, 'write', 'checks');
    const id = numberParam(context, 'id');
    const suite = repository.suites.find((candidate) => candidate.id === id);
    if (suite === undefined) throw notFound();
    context.webhooks.emit(checkSuiteEvent(context.world, repository, suite, 'rerequested', sender(context)));
    return { status: 201, body: {} };
  },
};

function runOf(context: RequestContext, repository: RepositoryRecord): CheckRunRecord {
  const id = numberParam(context, 'id');
  const run = repository.checkRuns.find((candidate) => candidate.id === id);
  if (run === undefined) throw notFound();
  return run;
}

/** One suite for each app and commit, as GitHub keeps them. */
function suiteFor(context: RequestContext, repository: RepositoryRecord, app: AppRecord, headSha: string): SuiteRecord {
  const known = repository.suites.find((suite) => suite.app === app && suite.headSha === headSha);
  if (known !== undefined) return known;
  const suite = { id: nextId(context.world), app, headSha, createdAt: context.world.now() };
  repository.suites.push(suite);
  return suite;
}

function newRun(context: RequestContext, suite: SuiteRecord, name: string): CheckRunRecord {
  return {
    id: nextId(context.world),
    app: suite.app,
    suite,
    headSha: suite.headSha,
    annotations: [],
    name,
    status: 'queued',
    conclusion: null,
    externalId: null,
    detailsUrl: null,
    startedAt: isoTime(context.world.now()),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    actions: [],
  };
}

function apply(context: RequestContext, run: CheckRunRecord, input: CheckInput): void {
  run.name = input.name ?? run.name;
  run.externalId = input.externalId ?? run.externalId;
  run.detailsUrl = input.detailsUrl ?? run.detailsUrl;
  run.startedAt = input.startedAt ?? run.startedAt;
  run.actions = input.actions ?? run.actions;
  if (input.output !== undefined) run.output = { ...input.output, text: input.output.text ?? run.output.text };
  // Annotations of a later request are added to those that are there.
  run.annotations.push(...input.annotations);
  if (input.status === undefined) return;
  run.status = input.status;
  run.conclusion = input.status === 'completed' ? (input.conclusion ?? null) : null;
  run.completedAt = input.status === 'completed' ? (input.completedAt ?? isoTime(context.world.now())) : null;
}

/** `filter=latest` (the default) is the newest run of each name in each app's suite. */
function selected(context: RequestContext, runs: readonly CheckRunRecord[]): readonly CheckRunRecord[] {
  const { query } = context;
  const name = query.get('check_name');
  const appId = query.get('app_id');
  const status = query.get('status');
  const matching = runs
    .filter((run) => name === null || run.name === name)
    .filter((run) => appId === null || String(run.app.id) === appId)
    .filter((run) => status === null || run.status === status);
  if (query.get('filter') === 'all') return matching;
  const latest = new Map(matching.map((run) => [`${run.suite.id}/${run.name}`, run]));
  return matching.filter((run) => latest.get(`${run.suite.id}/${run.name}`) === run);
}

function tell(
  context: RequestContext,
  repository: RepositoryRecord,
  run: CheckRunRecord,
  action: 'created' | 'completed',
): void {
  context.webhooks.emit(checkRunEvent(context.world, repository, run, action, run.app.bot));
}
