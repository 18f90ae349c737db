import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/parse.ts';
import { POLICY_PATH } from '../../src/policy/schema.ts';
import { ReportSchema } from '../../src/reports/report-schema.ts';
import { BETTER, createStage, METRICS_PATH, openPull, POLICY, runJob, runOnPull, WORSE } from './job.ts';

const OLD_NODE = '/usr/bin/node';

describe('the Action on a pull request', () => {
  test('approves a better model, comments, and writes report, outputs and summary', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, outputs, summary, report, errors } = await runOnPull(stage, pull);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(outputs).toMatchObject({ verdict: 'approved', 'failed-gates': '' });
    expect(new Ajv2020().validate(ReportSchema, report)).toBe(true);
    expect(report.policy).toMatchObject({ ref: 'main', commit: stage.models.head('main') });
    expect(summary).toMatch(/^.*Approved for production/);
    expect(pull.comments.map(({ body }) => body.split('\n')[0])).toEqual([expect.stringContaining('Approved')]);
  });

  test('fails on a regression with exit code 1 and names the gate, the line and the reason', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: WORSE });
    const { exitCode, outputs, log } = await runOnPull(stage, pull);
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({ verdict: 'blocked', 'failed-gates': 'no-guardrail-regression' });
    expect(log).toContain(`::error file=${METRICS_PATH},line=1,endLine=1,title=No guardrail regression::`);
  });

  test('updates its comment instead of writing another, and writes nothing when nothing changed', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: WORSE });
    await runOnPull(stage, pull);
    stage.github.forgetRequests();
    await runOnPull(stage, pull);
    expect(stage.github.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    pull.push({ [METRICS_PATH]: BETTER });
    await runOnPull(stage, pull);
    expect(pull.comments.map(({ body }) => body.split('\n')[0])).toEqual([expect.stringContaining('Approved')]);
  });

  test('leaves a comment alone that somebody else wrote with its marker', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    pull.comment('approved, trust me\n<!-- modelgate:action stage=production -->', 'mallory');
    await runOnPull(stage, pull);
    expect(pull.comments.map(({ author }) => author.login)).toEqual(['mallory', 'github-actions[bot]']);
  });

  test('judges metrics that the job has just produced, also where the pull request changes no model', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { 'README.md': '# More\n' });
    const unchanged = await runOnPull(stage, pull);
    expect(unchanged.report).toMatchObject({ verdict: 'approved', models: [] });
    const { exitCode, report } = await runOnPull(stage, pull, { produced: { [METRICS_PATH]: WORSE } });
    expect({ exitCode, models: report.models.map(({ name }) => name) }).toEqual({ exitCode: 1, models: ['churn'] });
    expect(report.models[0]?.changedPaths).toEqual([METRICS_PATH]);
  });

  test('leaves out what git ignores beside a model, unless it is evidence', async () => {
    const stage = await createStage({ '.gitignore': '*.pyc\nmetrics.json\n' });
    const pull = openPull(stage.models, { 'README.md': '# More\n' });
    const cache = { 'models/churn/a,*\u00e9.pyc': 'x', 'models/churn/eval.pyc': 'x' };
    const setUp = (folder: string) => execFileSync('git', ['init', '--quiet'], { cwd: folder });
    expect((await runOnPull(stage, pull, { produced: cache, setUp })).report.models).toEqual([]);
    const isEvidence = await runOnPull(stage, pull, { produced: { ...cache, [METRICS_PATH]: WORSE }, setUp });
    expect(isEvidence.report.models[0]?.changedPaths).toEqual([METRICS_PATH]);
    // Without a repository nobody can tell what is ignored, and everything counts.
    const blind = await runOnPull(stage, pull, { produced: cache });
    expect(blind.report.models[0]?.changedPaths).toEqual(Object.keys(cache));
  });

  test('takes a file that was checked out with other line ends for unchanged', async () => {
    const stage = await createStage({ 'models/churn/notes.txt': 'one\ntwo\n' });
    const pull = openPull(stage.models, { 'README.md': '# More\n' });
    const { report } = await runOnPull(stage, pull, { produced: { 'models/churn/notes.txt': 'one\r\ntwo\r\n' } });
    expect(report.models).toEqual([]);
  });

  test('takes the content of a Git LFS pointer for unchanged, and other content for changed', async () => {
    const oid = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 6\n`;
    const stage = await createStage({ 'models/churn/model.bin': pointer });
    const pull = openPull(stage.models, { 'README.md': '# More\n' });
    const same = await runOnPull(stage, pull, { produced: { 'models/churn/model.bin': 'hello\n' } });
    expect(same.report.models).toEqual([]);
    const other = await runOnPull(stage, pull, { produced: { 'models/churn/model.bin': 'hullo\n' } });
    expect(other.report.models[0]?.changedPaths).toEqual(['models/churn/model.bin']);
  });

  test('does not take what the base has meanwhile for a change, in a checkout of the merge', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { 'README.md': '# More\n' });
    stage.models.commit({ files: { [METRICS_PATH]: BETTER } });
    const merged = new Map([...stage.models.files('main'), ...stage.models.files('change')]);
    merged.set(METRICS_PATH, Buffer.from(BETTER));
    const { report } = await runOnPull(stage, pull, { checkout: merged });
    expect(report.models).toEqual([]);
  });

  test('judges by the policy of the base when the pull request loosens it', async () => {
    const stage = await createStage();
    const loosened = POLICY.replace('max-regression: 0.01', 'max-regression: 0.5');
    const pull = openPull(stage.models, { [METRICS_PATH]: WORSE, '.github/modelgate.yml': loosened });
    const { exitCode, outputs, report } = await runOnPull(stage, pull);
    expect({ exitCode, gates: outputs['failed-gates'] }).toEqual({
      exitCode: 1,
      gates: 'no-guardrail-regression,policy-change',
    });
    expect(report.policy?.commit).toBe(stage.models.head('main'));
  });

  test('reads the policy at another path of the base, and says so', async () => {
    const stage = await createStage({ 'ci/gate.yml': POLICY.replace('0.01', '0.5') });
    const pull = openPull(stage.models, { [METRICS_PATH]: WORSE, 'ci/gate.yml': 'version: 1\n' });
    const { exitCode, report } = await runOnPull(stage, pull, { inputs: { policy: 'ci/gate.yml' } });
    expect({ exitCode, path: report.policy?.path, notes: report.notes }).toEqual({
      exitCode: 0,
      path: 'ci/gate.yml',
      notes: ['policy-overridden'],
    });
  });

  test('judges only the models that are named, changed or not', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { 'README.md': '# More\n' });
    const { report } = await runOnPull(stage, pull, { inputs: { model: 'churn' } });
    expect(report.models.map(({ name, verdict }) => [name, verdict])).toEqual([['churn', 'blocked']]);
    const unknown = await runOnPull(stage, pull, { inputs: { model: 'chrun, churn' } });
    expect([unknown.exitCode, unknown.report.problems[0]?.received]).toEqual([2, 'chrun']);
  });

  test('judges for a stage that is asked for by the policy and production of its branch', async () => {
    const stages = POLICY.replace('stages:', 'stages:\n  staging: { branch: develop }');
    const stage = await createStage({ '.github/modelgate.yml': stages });
    stage.models.commit({ branch: 'develop', files: { [METRICS_PATH]: '{ "auc": 0.95, "recall": 0.8 }\n' } });
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, report } = await runOnPull(stage, pull, { inputs: { stage: 'staging' } });
    expect({ exitCode, stage: report.stage, ref: report.models[0]?.production.ref }).toEqual({
      exitCode: 1,
      stage: 'staging',
      ref: 'develop',
    });
  });

  test('previews the policy that a pull request adds', async () => {
    const stage = await createStage({ '.github/modelgate.yml': '' });
    stage.models.commit({ files: { '.github/modelgate.yml': null } });
    const without = openPull(stage.models, { 'README.md': '# More\n' });
    const none = await runOnPull(stage, without);
    expect({ exitCode: none.exitCode, comments: without.comments }).toEqual({ exitCode: 2, comments: [] });
    expect(none.log).toContain('::error::There is no policy on main');
    without.push({ '.github/modelgate.yml': POLICY, [METRICS_PATH]: BETTER });
    const { report } = await runOnPull(stage, without);
    expect(report.notes).toContain('policy-preview');
  });

  test('reports an unreadable policy as an error, whatever fail-on says', async () => {
    const stage = await createStage({ '.github/modelgate.yml': 'version: 2\n' });
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, outputs, report } = await runOnPull(stage, pull, { inputs: { 'fail-on': 'never' } });
    expect({ exitCode, verdict: outputs['verdict'] }).toEqual({ exitCode: 2, verdict: 'error' });
    const parsed = parsePolicy({ path: POLICY_PATH, bytes: Buffer.from('version: 2\n') });
    // The bundle's compiled schema says what the schema itself says.
    expect('problems' in parsed && parsed.problems).toEqual(report.problems);
  });
});

describe('fail-on', () => {
  test.each([
    ['blocked', WORSE, 1],
    ['pending', WORSE, 1],
    ['never', WORSE, 0],
  ])('%s makes of a blocked model the exit code', async (failOn, metrics, expected) => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: metrics });
    const { exitCode, outputs } = await runOnPull(stage, pull, { inputs: { 'fail-on': failOn } });
    expect([exitCode, outputs['verdict']]).toEqual([expected, 'blocked']);
  });

  test.each([
    ['blocked', 0],
    ['pending', 3],
    ['never', 0],
  ])('%s makes of a first model, which is pending, exit code %i', async (failOn, expected) => {
    const stage = await createStage({ [METRICS_PATH]: '' });
    stage.models.commit({ files: { [METRICS_PATH]: null } });
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, outputs } = await runOnPull(stage, pull, { inputs: { 'fail-on': failOn } });
    expect([exitCode, outputs['verdict']]).toEqual([expected, 'pending']);
  });

  test('with any other value is refused with the choices', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, log } = await runOnPull(stage, pull, { inputs: { 'fail-on': 'warn' } });
    expect(exitCode).toBe(2);
    expect(log).toContain('Expected one of: blocked, pending, never.');
  });
});

describe('comment', () => {
  test('never: none is written', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: WORSE });
    await runOnPull(stage, pull, { inputs: { comment: 'never' } });
    expect(pull.comments).toEqual([]);
  });

  test('on-failure: none for an approved model, one for a blocked one, which is kept up to date', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const inputs = { comment: 'on-failure' };
    await runOnPull(stage, pull, { inputs });
    expect(pull.comments).toEqual([]);
    pull.push({ [METRICS_PATH]: WORSE });
    await runOnPull(stage, pull, { inputs });
    expect(pull.comments[0]?.body).toContain('Blocked');
    pull.push({ [METRICS_PATH]: BETTER });
    await runOnPull(stage, pull, { inputs });
    expect(pull.comments.map(({ body }) => body.includes('Approved'))).toEqual([true]);
  });

  test('degrades to a notice with the read-only token of a fork; the exit code stays', async () => {
    const stage = await createStage();
    const fork = stage.models.fork('contributor');
    fork.commit({ branch: 'change', files: { [METRICS_PATH]: WORSE }, author: 'contributor' });
    const pull = stage.models.openPull({ title: 'From a fork', head: 'change', fork, author: 'contributor' });
    const token = stage.github.actionsToken(stage.models);
    const { exitCode, log, summary } = await runOnPull(stage, pull, { token, checkout: fork.files('change') });
    expect({ exitCode, comments: pull.comments }).toEqual({ exitCode: 1, comments: [] });
    expect(log).toContain('::notice::No comment was written');
    expect(summary).toContain('Blocked for production');
  });
});

describe('other events', () => {
  test('a merge group is judged against its own base', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { headSha } = pull.enqueue();
    const baseSha = stage.models.head('main');
    stage.models.commit({ files: { [METRICS_PATH]: '{ "auc": 0.99, "recall": 0.99 }\n' } });
    const payload = {
      action: 'checks_requested',
      merge_group: { base_ref: 'refs/heads/main', base_sha: baseSha, head_sha: headSha },
      repository: { default_branch: 'main' },
    };
    const checkout = stage.models.files('change');
    const { exitCode, report } = await runJob({
      stage,
      event: { name: 'merge_group', payload },
      sha: headSha,
      checkout,
    });
    expect({ exitCode, commit: report.models[0]?.production.commit }).toEqual({ exitCode: 0, commit: baseSha });
  });

  test('a push to a stage branch is judged against the commit before it', async () => {
    const stage = await createStage();
    const before = stage.models.head('main');
    const after = stage.models.commit({ files: { [METRICS_PATH]: WORSE } });
    const payload = { ref: 'refs/heads/main', before, after, repository: { default_branch: 'main' } };
    const checkout = stage.models.files('main');
    const { exitCode, report } = await runJob({ stage, event: { name: 'push', payload }, sha: after, checkout });
    expect({ exitCode, commit: report.models[0]?.production.commit }).toEqual({ exitCode: 1, commit: before });
  });

  test('a push that makes a branch is refused with the reason', async () => {
    const stage = await createStage();
    const after = stage.models.head('main');
    const payload = { ref: 'refs/heads/new', before: '0'.repeat(40), after, repository: { default_branch: 'main' } };
    const checkout = stage.models.files('main');
    const { exitCode, log } = await runJob({ stage, event: { name: 'push', payload }, sha: after, checkout });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('::error::The branch new is new')]);
  });

  test('a dispatch judges the workspace against the default branch', async () => {
    const stage = await createStage();
    const sha = stage.models.head('main');
    const job = {
      stage,
      event: { name: 'workflow_dispatch', payload: { repository: { default_branch: 'main' } } },
      sha,
      checkout: stage.models.files('main'),
    };
    expect((await runJob(job)).report.models).toEqual([]);
    const { exitCode } = await runJob({ ...job, produced: { [METRICS_PATH]: WORSE } });
    expect(exitCode).toBe(1);
  });

  test('an event that names no change is refused with those that do', async () => {
    const stage = await createStage();
    const job = { stage, sha: stage.models.head('main'), checkout: stage.models.files('main') };
    const { exitCode, log } = await runJob({ ...job, event: { name: 'issues', payload: {} } });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('modelgate cannot judge the event "issues"')]);
  });

  test('pull_request_target warns, and refuses the checkout of the base that it comes with', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, log, report } = await runOnPull(stage, pull, {
      event: { name: 'pull_request_target', payload: pull.event() },
      checkout: stage.models.files('main'),
    });
    expect(log).toContain('::warning::pull_request_target');
    expect([exitCode, report.problems[0]?.message]).toEqual([2, expect.stringContaining('does not hold this change')]);
  });
});

describe('what goes wrong', () => {
  test('an empty workspace is an error that names the missing step', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, log } = await runOnPull(stage, pull, { checkout: new Map() });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('Put a step with actions/checkout before modelgate')]);
  });

  test('GitHub that does not answer is an error and never an approval', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    stage.github.fault({ path: '/git/', times: 100, effect: { respond: 403, body: { message: 'Forbidden' } } });
    const { exitCode, outputs } = await runOnPull(stage, pull);
    expect([exitCode, outputs['verdict']]).toEqual([2, 'error']);
  });

  test('a checkout that GitHub no longer has is no obstacle', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const event = { name: 'pull_request', payload: pull.event() };
    const checkout = stage.models.files('change');
    const { exitCode } = await runJob({ stage, event, sha: 'f'.repeat(40), checkout });
    expect(exitCode).toBe(0);
  });

  test('without a comparison of GitHub the list of the pull request tells what changed', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: WORSE });
    stage.github.fault({ path: '/compare/', times: 9, effect: { respond: 404, body: { message: 'Not Found' } } });
    const { exitCode, report } = await runOnPull(stage, pull);
    expect([exitCode, report.models[0]?.changedPaths]).toEqual([1, [METRICS_PATH]]);
  });

  test('more findings than the runner shows leave room for the verdict', async () => {
    const thresholds = Array.from(
      { length: 20 },
      (_, at) => `        - { metric: m${at}, direction: higher, min: 1 }\n`,
    );
    const stage = await createStage({
      '.github/modelgate.yml': `${POLICY}      metric-thresholds:\n${thresholds.join('')}`,
    });
    const metrics = Object.fromEntries(thresholds.map((_, at) => [`m${at}`, 0]));
    const pull = openPull(stage.models, {
      [METRICS_PATH]: JSON.stringify({ auc: 0.95, recall: 0.8, ...metrics }, null, 1),
    });
    const { log } = await runOnPull(stage, pull);
    const errors = log.split('\n').filter((line) => line.startsWith('::error'));
    expect([errors.length, errors.at(-1)]).toEqual([10, expect.stringContaining('::error::Blocked for production')]);
  });

  test('an address of the API that is none is an error with an example', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { exitCode, log } = await runOnPull(stage, pull, { env: { GITHUB_API_URL: 'github' } });
    expect([exitCode, log]).toEqual([2, expect.stringContaining('GITHUB_API_URL must be an http or https URL')]);
  });

  test('a token never reaches the log', async () => {
    const stage = await createStage();
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const token = `ghs_${'x'.repeat(40)}`;
    const { exitCode, log, summary } = await runOnPull(stage, pull, { token });
    expect(exitCode).toBe(2);
    expect(log + summary).not.toContain(token);
  });

  test('names from a pull request give the runner no commands', async () => {
    // Production has the name too, so that the report tells of its being dropped.
    const name = '::add-mask::x';
    const stage = await createStage({ [METRICS_PATH]: JSON.stringify({ auc: 0.9, recall: 0.8, [name]: 0.5 }) });
    const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
    const { log } = await runOnPull(stage, pull);
    expect(log).toContain(`drops`);
    expect(log).toContain(name);
    expect(commandsOf(log)).toEqual([]);
  });
});

/** Commands that the runner would obey, other than messages. */
function commandsOf(log: string): readonly string[] {
  const commands: string[] = [];
  let stoppedBy: string | undefined;
  for (const line of log.split('\n')) {
    const [, name, rest = ''] = /^\s*::([\w-]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (stoppedBy !== undefined) {
      if (name === stoppedBy) stoppedBy = undefined;
    } else if (name === 'stop-commands') stoppedBy = rest;
    else if (!['error', 'warning', 'notice'].includes(name)) commands.push(name);
  }
  return commands;
}

test.runIf(existsSync(OLD_NODE))('the bundle runs under the Node of the machine as well', async () => {
  const stage = await createStage();
  const pull = openPull(stage.models, { [METRICS_PATH]: BETTER });
  const { exitCode, errors, outputs } = await runOnPull(stage, pull, { node: OLD_NODE });
  expect({ exitCode, errors, verdict: outputs['verdict'] }).toEqual({ exitCode: 0, errors: '', verdict: 'approved' });
});
