import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp } from '../demo/app-process.ts';
import {
  createFakeGithub,
  isTokenMint,
  longestSequentialChain,
  writes,
  type FakeGithub,
  type FakePull,
  type FakeRepository,
  type JournalEntry,
} from '../test/support/fake-github/index.ts';
import { heading, ms, report, summarize } from './measure.ts';

const PULLS = 20;
const CHECK = 'modelgate (production)';
const METRICS = 'models/churn/metrics.json';
const SECRET = 'the webhook secret of the bench';

const POLICY = `version: 1
stages:
  production: { branch: main }
models:
  churn:
    paths: [models/churn/**]
    evidence: { metrics: ${METRICS}, model-card: models/churn/MODEL_CARD.md }
    gates:
      beats-production: { metric: auc, direction: higher }
      no-guardrail-regression: { metric: recall, direction: higher, max-regression: 0.01 }
      model-card: { sections: [intended-use] }
`;

function files(auc: number): Record<string, string> {
  return {
    [METRICS]: JSON.stringify({ auc, recall: 0.8 }),
    'models/churn/MODEL_CARD.md': `# Card\n\n## Intended use\nRanking customers, model ${auc}.\n`,
  };
}

interface Measured {
  readonly milliseconds: number;
  readonly requests: readonly JournalEntry[];
}

function completedAt(entries: readonly JournalEntry[]): number {
  const checks = entries.filter(({ method, path }) => method !== 'GET' && path.includes('/check-runs'));
  return Math.max(...checks.map(({ endedAt }) => endedAt));
}

async function judgeOne(github: FakeGithub, idle: () => Promise<void>, cause: () => FakePull): Promise<Measured> {
  github.forgetRequests();
  const start = performance.now();
  const pull = cause();
  await github.until('the check', () =>
    pull.checkRuns.some(({ name, status }) => name === CHECK && status === 'completed'),
  );
  await github.settled();
  await idle();
  return { milliseconds: completedAt(github.requests) - start, requests: [...github.requests] };
}

function openPull(models: FakeRepository, index: number): FakePull {
  const branch = `change-${index}`;
  models.commit({ branch, files: files(0.91 + index / 1000) });
  return models.openPull({ title: `Change ${index}`, head: branch });
}

/** Signed webhook → completed check, through the real process, on a GitHub that answers after `latencyMs`. */
async function benchLatency(latencyMs: number): Promise<void> {
  const github = await createFakeGithub();
  const folder = mkdtempSync(join(tmpdir(), 'modelgate-bench-'));
  const app = github.createApp();
  const models = github.createRepository('acme/models');
  models.commit({ files: { '.github/modelgate.yml': POLICY, ...files(0.9), 'README.md': '# Models\n' } });
  const server = await startApp({
    root: fileURLToPath(new URL('../', import.meta.url)),
    env: {
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: SECRET,
      GITHUB_API_URL: github.url,
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
    },
    logFile: join(folder, 'app.log'),
  });
  try {
    app.deliverTo(`${server.url}/api/github/webhooks`, SECRET);
    app.install(models);
    await github.settled();
    github.setLatency(latencyMs);
    const judged: Measured[] = [];
    const pulls: FakePull[] = [];
    for (let index = 0; index < PULLS; index += 1)
      judged.push(
        await judgeOne(
          github,
          () => server.idle(),
          () => {
            const pull = openPull(models, index);
            pulls.push(pull);
            return pull;
          },
        ),
      );
    report(
      `webhook → completed check, ${latencyMs} ms added to each call`,
      summarize(judged.map(({ milliseconds }) => milliseconds)),
    );
    const last = judged.at(-1)?.requests ?? [];
    const first = judged.at(0)?.requests ?? [];
    const calls = (entries: readonly JournalEntry[]): number => entries.filter((entry) => !isTokenMint(entry)).length;
    console.log(
      `  calls: ${calls(first)} for the first pull request, ${calls(last)} for the last; longest chain after the token: ${longestSequentialChain(first).length} and ${longestSequentialChain(last).length}${latencyMs === 0 ? ' (a chain says little without latency)' : ''}`,
    );
    github.forgetRequests();
    const [again] = pulls;
    again?.close();
    await github.settled();
    again?.reopen();
    await github.settled();
    await server.idle();
    console.log(
      `  judged again with nothing changed: ${calls(github.requests)} calls, ${writes(github.requests).length} writes`,
    );
  } finally {
    await server.stop();
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchWebhook(): Promise<void> {
  heading(
    `From the webhook to the check (${PULLS} pull requests, one after the other; goals: chain ≤ 3, 0 writes, p95 < ${ms(1500)} at 150 ms)`,
  );
  await benchLatency(0);
  await benchLatency(150);
}
