import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHistory } from '../src/audit/store.ts';
import type { StoredRecord } from '../src/audit/record.ts';
import { createFakeGithub } from '../test/support/fake-github/index.ts';
import type { CheckRunRecord, FakeGithub, FakePull, FakeRepository } from '../test/support/fake-github/index.ts';
import { startApp } from './app-process.ts';
import type { AppProcess } from './app-process.ts';
import type { Example, ExamplePull } from './examples.ts';

export const CHECK = 'modelgate (production)';

/** One pull request of the demo, as it was judged at first and as it ended. */
export interface Act {
  readonly repository: FakeRepository;
  readonly example: Example;
  readonly script: ExamplePull;
  readonly pull: FakePull;
  readonly openedAt: number;
  /** Milliseconds from opening to the completed check. */
  judgedMs: number;
  first: Judged;
  last: Judged;
  merge: { readonly status: number; readonly message: string };
}

export interface Judged {
  readonly conclusion: string;
  readonly title: string;
  readonly comment: string | undefined;
  readonly annotations: CheckRunRecord['annotations'];
  readonly summary: string;
  readonly record: StoredRecord | undefined;
}

export interface Stage {
  readonly github: FakeGithub;
  readonly app: AppProcess;
  readonly repositories: readonly { readonly example: Example; readonly repository: FakeRepository }[];
  readonly token: string;
  readonly dataDir: string;
  /** Everything that was delivered is done. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A GitHub on this machine, the real App beside it, and the example repositories with the check required. */
export async function setUp(options: {
  readonly root: string;
  readonly folder: string;
  readonly examples: readonly Example[];
  readonly latencyMs: number;
}): Promise<Stage> {
  const { root, folder, examples, latencyMs } = options;
  const github = await createFakeGithub({ latencyMs });
  const identity = github.createApp();
  const secret = randomBytes(32).toString('hex');
  const dataDir = `${folder}/data`;
  const app = await startApp({
    root,
    logFile: `${folder}/app.log`,
    env: {
      APP_ID: String(identity.id),
      PRIVATE_KEY: identity.privateKey,
      WEBHOOK_SECRET: secret,
      GITHUB_API_URL: github.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
    },
  });
  const repositories = examples.map((example) => {
    const repository = github.createRepository(`acme/${example.name}`);
    repository.commit({ files: example.files, message: 'Production' });
    // Pinned to the App: a run of that name by anybody else does not count.
    repository.requireCheck({ context: CHECK, integrationId: identity.id });
    return { example, repository };
  });
  identity.deliverTo(`${app.url}/api/github/webhooks`, secret);
  identity.install(...repositories.map(({ repository }) => repository));
  const token = github.userToken(
    'maintainer',
    repositories.map(({ repository }) => repository),
  );

  async function settle(): Promise<void> {
    // What is done may cause deliveries, and they may cause work.
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await github.settled();
      await app.idle();
      await sleep(20);
    }
  }

  async function close(): Promise<void> {
    await app.stop();
    await github.close();
  }

  return { github, app, repositories, token, dataDir, settle, close };
}

/** Opens a pull request as its author would. */
export function open({ example, repository }: Stage['repositories'][number], script: ExamplePull): Act {
  const { slug, title, body, author } = script;
  repository.commit({ branch: slug, files: script.files, author, message: title });
  const openedAt = performance.now();
  const pull = repository.openPull({ title, head: slug, body, author });
  const nothing: Judged = {
    conclusion: 'missing',
    title: '',
    comment: undefined,
    annotations: [],
    summary: '',
    record: undefined,
  };
  const merge = { status: 0, message: '' };
  return { repository, example, script, pull, openedAt, judgedMs: Number.NaN, first: nothing, last: nothing, merge };
}

/** Waits for the required check; gives false when it never came. */
export async function waitForCheck(act: Act, withinMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt) {
    if (findRun(act)?.status === 'completed') {
      act.judgedMs = performance.now() - act.openedAt;
      return true;
    }
    await sleep(5);
  }
  return false;
}

function findRun({ pull }: Act): CheckRunRecord | undefined {
  return pull.checkRuns.findLast(({ name }) => name === CHECK);
}

/** What stands on GitHub and in the history about a pull request now. */
export async function look(stage: Stage, act: Act): Promise<Judged> {
  const run = findRun(act);
  const history = await openHistory({ folder: stage.dataDir, readOnly: true });
  try {
    const record = await history.findLastJudgement({
      repository: act.repository.fullName,
      pullRequest: act.pull.number,
    });
    return {
      conclusion: run?.conclusion ?? 'missing',
      title: run?.output.title ?? '',
      summary: run?.output.summary ?? '',
      comment: act.pull.comments.find(({ author }) => author.type === 'Bot')?.body,
      annotations: [...(run?.annotations ?? [])],
      record,
    };
  } finally {
    await history.close();
  }
}

/** Presses the merge button over the API, as a maintainer. */
export async function tryMerge(stage: Stage, { repository, pull }: Act): Promise<Act['merge']> {
  const response = await fetch(`${stage.github.url}/repos/${repository.fullName}/pulls/${pull.number}/merge`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { message = '' } = (await response.json()) as { readonly message?: string };
  return { status: response.status, message: message.replaceAll(/\s+/g, ' ').trim() };
}
