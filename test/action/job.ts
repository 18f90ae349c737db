import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Report } from '../../src/reports/report-schema.ts';
import { createFakeGithub } from '../support/fake-github/index.ts';
import type { FakeGithub, FakePull, FakeRepository } from '../support/fake-github/index.ts';

const BUNDLE = fileURLToPath(new URL('../../action/dist/index.js', import.meta.url));

export const POLICY = `version: 1
stages:
  production: { branch: main }
models:
  churn:
    paths: [models/churn/**]
    evidence: { metrics: models/churn/metrics.json }
    gates:
      beats-production: { metric: auc, direction: higher }
      no-guardrail-regression: { metric: recall, direction: higher, max-regression: 0.01 }
`;

export const METRICS_PATH = 'models/churn/metrics.json';
export const PRODUCTION = '{ "auc": 0.90, "recall": 0.80 }\n';
export const BETTER = '{ "auc": 0.92, "recall": 0.80 }\n';
export const WORSE = '{ "auc": 0.92, "recall": 0.70 }\n';

export interface Stage {
  readonly github: FakeGithub;
  readonly models: FakeRepository;
}

/** A repository with a policy and production's numbers. */
export async function createStage(files: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const github = await createFakeGithub();
  onTestFinished(() => github.close());
  const models = github.createRepository('acme/models');
  models.commit({
    files: { '.github/modelgate.yml': POLICY, [METRICS_PATH]: PRODUCTION, 'README.md': '# Models\n', ...files },
  });
  return { github, models };
}

export function openPull(models: FakeRepository, files: Readonly<Record<string, string | null>>): FakePull {
  models.commit({ branch: 'change', files });
  return models.openPull({ title: 'A change', head: 'change' });
}

export interface Job {
  readonly stage: Stage;
  readonly event: { readonly name: string; readonly payload: object };
  readonly sha: string;
  /** What is checked out: path to bytes. */
  readonly checkout: ReadonlyMap<string, Uint8Array>;
  /** What the job has written since; null deletes. */
  readonly produced?: Readonly<Record<string, string | null>>;
  /** What else is done to the workspace. */
  readonly setUp?: (folder: string) => unknown;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Default: may read and comment. */
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The interpreter; default: the one of the tests. */
  readonly node?: string;
}

export interface JobResult {
  readonly exitCode: number | null;
  readonly log: string;
  readonly errors: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly report: Report;
}

/** A pull request as the runner checks it out: its files, and what the job wrote since. */
export function runOnPull(
  stage: Stage,
  pull: FakePull,
  job: Partial<Omit<Job, 'stage' | 'sha'>> = {},
): Promise<JobResult> {
  return runJob({
    stage,
    event: { name: 'pull_request', payload: pull.event() },
    sha: pull.headSha,
    checkout: stage.models.files(pull.record.headBranch),
    ...job,
  });
}

/** Runs the bundle as the runner does: a process, its environment and its files. */
export async function runJob(job: Job): Promise<JobResult> {
  const folder = mkdtempSync(join(tmpdir(), 'modelgate-action-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  for (const [path, bytes] of job.checkout) place(workspace, path, bytes);
  for (const [path, text] of Object.entries(job.produced ?? {})) {
    if (text === null) rmSync(join(workspace, path));
    else place(workspace, path, text);
  }
  job.setUp?.(workspace);
  const files = { event: 'event.json', output: 'output', summary: 'summary.md' };
  const [event, output, summary] = Object.values(files).map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(event, JSON.stringify(job.event.payload));
  const { stage } = job;
  const token = job.token ?? stage.github.actionsToken(stage.models, { contents: 'read', pull_requests: 'write' });
  const inputs = Object.entries({ token, ...job.inputs }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const env = {
    PATH: process.env['PATH'],
    GITHUB_API_URL: stage.github.url,
    GITHUB_EVENT_NAME: job.event.name,
    GITHUB_EVENT_PATH: event,
    GITHUB_OUTPUT: output,
    GITHUB_REPOSITORY: stage.models.fullName,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_SHA: job.sha,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: folder,
    ...Object.fromEntries(inputs),
    ...job.env,
  };
  const { exitCode, log, errors } = await runProcess(job.node ?? process.execPath, env);
  const outputs = existsSync(output) ? readOutputs(readFileSync(output, 'utf8')) : {};
  return {
    exitCode,
    log,
    errors,
    outputs,
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
    report: JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8')),
  };
}

function place(workspace: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content);
}

function runProcess(node: string, env: NodeJS.ProcessEnv) {
  return new Promise<Pick<JobResult, 'exitCode' | 'log' | 'errors'>>((resolve, reject) => {
    const child = spawn(node, [BUNDLE], { env });
    let log = '';
    let errors = '';
    child.stdout.on('data', (piece) => (log += String(piece)));
    child.stderr.on('data', (piece) => (errors += String(piece)));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, log, errors }));
  });
}

/** As the runner reads `GITHUB_OUTPUT`. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gmu)) outputs[name] = value;
  return outputs;
}
