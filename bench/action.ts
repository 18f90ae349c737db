import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFakeGithub } from '../test/support/fake-github/index.ts';
import { heading, report, time } from './measure.ts';

const BUNDLE = fileURLToPath(new URL('../action/dist/index.js', import.meta.url));
const RUNS = 15;

const FILES = {
  '.github/modelgate.yml': `version: 1
stages:
  production: { branch: main }
models:
  churn:
    paths: [models/churn/**]
    evidence: { metrics: models/churn/metrics.json }
    gates:
      beats-production: { metric: auc, direction: higher }
`,
  'models/churn/metrics.json': '{ "auc": 0.9 }\n',
};

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** The whole process of the Action, from its start to its exit code, beside a Node that does nothing. */
export async function benchAction(): Promise<void> {
  heading('The Action: the whole process, bundle to verdict (goal: < 300 ms)');
  const github = await createFakeGithub();
  const models = github.createRepository('acme/models');
  models.commit({ files: FILES });
  models.commit({ branch: 'change', files: { 'models/churn/metrics.json': '{ "auc": 0.92 }\n' } });
  const pull = models.openPull({ title: 'Change', head: 'change' });
  const folder = mkdtempSync(join(tmpdir(), 'modelgate-bench-'));
  const workspace = join(folder, 'workspace');
  for (const [path, bytes] of models.files('change')) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), bytes);
  }
  writeFileSync(join(folder, 'event.json'), JSON.stringify(pull.event()));
  const env = {
    PATH: process.env['PATH'],
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_REPOSITORY: models.fullName,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_SHA: pull.headSha,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: folder,
    INPUT_TOKEN: github.actionsToken(models, { contents: 'read', pull_requests: 'write' }),
  };
  const codes = new Set<number | null>();
  const nothing = await time(RUNS, () => run(['-e', '0'], env), 1);
  const action = await time(RUNS, async () => codes.add(await run([BUNDLE], env)), 1);
  report('node -e 0', nothing);
  report(
    'node action/dist/index.js',
    action,
    `${(action.median / nothing.median).toFixed(1)}× node -e 0; exit codes ${[...codes].join(', ')}`,
  );
  await github.close();
  rmSync(folder, { recursive: true, force: true });
}
