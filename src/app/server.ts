import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VERSION } from '../version.ts';
import { createAccess } from './access.ts';
import { historyProblems, openOrRefuse } from './history.ts';
import { createHttpServer, WEBHOOK_PATH } from './http.ts';
import { createInstallations } from './installations.ts';
import { createIntake } from './intake.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';
import { RefusedToStart } from './refused-to-start.ts';
import { readSettings } from './settings.ts';
import type { Environment, Settings } from './settings.ts';
import { createSharedHeads } from './shared-heads.ts';
import { createStageBranches } from './stage-branches.ts';
import type { Shell } from './shell.ts';
import type { Task } from './task.ts';
import { jobKey, mergeJobs, work } from './work.ts';
import type { Job } from './work.ts';

export interface ServeOptions {
  readonly env: Environment;
  /** Default: JSON lines on standard output. */
  readonly log?: Log;
  /** Waits before a task that failed is tried again. */
  readonly retryDelaysMs?: readonly number[];
}

export interface Serving {
  readonly port: number;
  /** Takes no more events, does what it took, within 25 s, and closes the history. */
  close(): Promise<void>;
}

const RETRY_DELAYS_MS = [2_000, 15_000, 60_000, 300_000];
const DRAIN_MS = 25_000;
const MAX_RUNNING = 16;
const MAX_PER_INSTALLATION = 4;

/** Starts the App. Rejects with `RefusedToStart`. */
export async function serve({ env, log: given, retryDelaysMs = RETRY_DELAYS_MS }: ServeOptions): Promise<Serving> {
  const reading = readSettings(env);
  if ('problems' in reading) throw new RefusedToStart(reading.problems);
  const { settings } = reading;
  const log = given ?? createLog(settings.logLevel);
  const metrics = createMetrics();
  const installations = await createInstallations(settings, { log, metrics });
  const access = createAccess({ appId: settings.appId, client: () => installations.asApp(), log });
  const refusal = await access.check();
  if (refusal !== undefined) throw new RefusedToStart([refusal]);
  const history = await openOrRefuse(settings.dataDir);
  let isStopping = false;
  const shell: Shell = {
    installations,
    history,
    log,
    metrics,
    identity: access.identity,
    heads: createSharedHeads(),
    stageBranches: createStageBranches(Date.now),
    now: Date.now,
    add: (task) => queue.add({ task, tries: 0 }),
    isOvertaken: (task) => queue.hasWaiting(jobKey({ task, tries: 0 })),
  };
  const queue: Queue<Job> = createQueue<Job>({
    keyOf: jobKey,
    merge: mergeJobs,
    groupOf: ({ task }) => String(task.installationId ?? task.repository.owner),
    maxRunning: MAX_RUNNING,
    maxPerGroup: MAX_PER_INSTALLATION,
    run: (job) =>
      work(
        { shell, retryDelaysMs, putOff: (later, ms) => queue.add(later, ms), forget: (id) => intake.forget(id) },
        job,
      ),
  });
  metrics.watchQueue(queue);
  const intake = createIntake({
    secrets: settings.webhookSecrets,
    appId: settings.appId,
    log,
    metrics,
    add: (task: Task) => shell.add(task),
  });
  const server = createHttpServer({
    intake,
    metrics,
    log,
    isStopping: () => isStopping,
    readiness: async () => [
      ...(isStopping ? ['This server is stopping.'] : []),
      ...(access.isVerified() ? [] : ['GitHub has not confirmed the credentials of the App yet.']),
      ...(await historyProblems(history)),
    ],
  });
  try {
    await listen(server, settings);
  } catch (error) {
    access.stop();
    await history.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  log.info(
    {
      version: VERSION,
      host: settings.host,
      port,
      githubApiUrl: settings.githubApiUrl,
      webhooks: `${settings.publicUrl ?? ''}${WEBHOOK_PATH}`,
      history: history.file,
    },
    'listening',
  );

  async function close(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    access.stop();
    log.info({ waiting: queue.length, running: queue.running }, 'stopping');
    const left = await queue.drain(DRAIN_MS);
    for (const { task } of left) {
      log.error({ delivery: task.cause.deliveryId, task: jobKey({ task, tries: 0 }) }, 'left undone: deliver again');
    }
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    await history.close();
    log.info({}, 'stopped');
  }

  return { port, close };
}

async function listen(server: Server, { host, port }: Settings): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new RefusedToStart([
      `The address ${host}:${port} cannot be listened on (${code}). Set HOST and PORT to one that is free.`,
    ]);
  }
}

/** The whole life of a server process: start, serve, stop at SIGTERM or SIGINT. */
export async function main(process: NodeJS.Process): Promise<void> {
  try {
    const serving = await serve({ env: process.env });
    const stop = (): void => {
      // Probot keeps timers of its own; there is nothing left to wait for.
      void serving.close().finally(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    if (!(error instanceof RefusedToStart)) throw error;
    for (const problem of error.problems) process.stderr.write(`modelgate: ${problem}\n`);
    process.exitCode = 2;
  }
}

if (import.meta.main) await main(process);
