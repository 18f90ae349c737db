import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { openHistory } from '../../src/audit/store.ts';
import type { StoredRecord } from '../../src/audit/record.ts';
import { serve } from '../../src/app/server.ts';
import type { Serving } from '../../src/app/server.ts';
import { createFakeGithub } from '../support/fake-github/index.ts';
import type { FakeApp, FakeGithub, FakePull, FakeRepository } from '../support/fake-github/index.ts';

export const SECRET = 'the webhook secret of these tests';
export const CHECK = 'modelgate (production)';
export const METRICS = 'models/churn/metrics.json';
export const POLICY = '.github/modelgate.yml';

export const POLICY_TEXT = `version: 1
stages:
  production: { branch: main }
models:
  churn:
    paths: [models/churn/**]
    evidence: { metrics: ${METRICS} }
    gates:
      beats-production: { metric: auc, direction: higher, min-improvement: 0.002 }
      no-guardrail-regression: { metric: recall, direction: higher, max-regression: 0.01 }
`;

export function metrics(auc: number, recall = 0.8): string {
  return `${JSON.stringify({ auc, recall }, null, 2)}\n`;
}

/** The App, started as `npm start` starts it, against a fake GitHub on which it is installed in one repository. */
export interface Scene {
  readonly github: FakeGithub;
  readonly app: FakeApp;
  readonly models: FakeRepository;
  /** Where it was started first. */
  readonly url: string;
  readonly dataDir: string;
  /** Log lines so far. */
  readonly lines: readonly string[];
  /** Resolves when every webhook was taken and no task waits or runs. */
  idle(): Promise<void>;
  records(): Promise<readonly StoredRecord[]>;
  /** Stops the App and starts it anew with the same history. */
  restart(): Promise<void>;
  currentUrl(): string;
}

export interface SceneOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly retryDelaysMs?: readonly number[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default true. */
  readonly protect?: boolean;
}

export async function createScene(options: SceneOptions = {}): Promise<Scene> {
  const github = await createFakeGithub();
  const app = github.createApp();
  const models = github.createRepository('acme/models');
  models.commit({
    files: options.files ?? { [POLICY]: POLICY_TEXT, [METRICS]: metrics(0.9), 'README.md': '# Models\n' },
  });
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-app-')));
  const lines: string[] = [];
  const start = (): Promise<Serving> =>
    serve({
      env: {
        APP_ID: String(app.id),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET: SECRET,
        GITHUB_API_URL: github.url,
        DATA_DIR: dataDir,
        PORT: '0',
        ...options.env,
      },
      log: pino({ level: 'debug', base: null }, { write: (line) => void lines.push(line) }),
      retryDelaysMs: options.retryDelaysMs ?? [],
    });
  let serving = await start();
  const urlOf = (): string => `http://127.0.0.1:${serving.port}`;
  app.deliverTo(`${urlOf()}/api/github/webhooks`, SECRET);
  app.install(models);
  if (options.protect !== false) models.requireCheck({ context: CHECK, integrationId: app.id });
  onTestFinished(async () => {
    await serving.close();
    await github.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function idle(): Promise<void> {
    for (;;) {
      await github.settled();
      const { length, running } = await queueOf(urlOf());
      if (length === 0 && running === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function records(): Promise<readonly StoredRecord[]> {
    const history = await openHistory({ folder: dataDir, readOnly: true });
    try {
      return (await history.list({ limit: 100 })).records.toReversed();
    } finally {
      await history.close();
    }
  }

  async function restart(): Promise<void> {
    await serving.close();
    serving = await start();
    app.deliverTo(`${urlOf()}/api/github/webhooks`, SECRET);
  }

  await idle();
  github.forgetRequests();
  return { github, app, models, url: urlOf(), dataDir, lines, idle, records, restart, currentUrl: urlOf };
}

async function queueOf(url: string): Promise<{ readonly length: number; readonly running: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return { length: gauge(text, 'modelgate_queue_length'), running: gauge(text, 'modelgate_queue_running') };
}

export function gauge(text: string, name: string): number {
  return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1] ?? 'NaN');
}

/** Opens a pull request whose branch changes these files. */
export function openPull(
  { models }: Scene,
  branch: string,
  files: Readonly<Record<string, string | null | { readonly symlink: string }>>,
  options: { readonly base?: string; readonly author?: string } = {},
): FakePull {
  models.commit({ branch, files, ...(options.base === undefined ? {} : { from: options.base }) });
  return models.openPull({ title: branch, head: branch, ...options });
}

/** The newest run of the check on the head of a pull request. */
export function checkOf(pull: FakePull, name = CHECK) {
  return pull.checkRuns.findLast((run) => run.name === name);
}
