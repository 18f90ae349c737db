import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface AppProcess {
  readonly url: string;
  /** Resolves when it has no work left. */
  idle(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

const READY_WITHIN_MS = 20_000;

/** Starts the App as `npm start` does, as a process of its own with nothing but its environment. */
export async function startApp(options: {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}): Promise<AppProcess> {
  const { root, env, logFile } = options;
  const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: { start: string } };
  // The first word is `node`; this very one is meant.
  const [, ...args] = scripts.start.split(' ');
  const port = await findFreePort();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child, logFile);

  async function idle(): Promise<void> {
    while ((await countWork(url)) > 0) await sleep(10);
  }

  function stop(): Promise<number | null> {
    child.kill('SIGTERM');
    return ended;
  }

  return { url, idle, stop };
}

async function waitUntilReady(
  url: string,
  child: { readonly exitCode: number | null },
  logFile: string,
): Promise<void> {
  const giveUpAt = performance.now() + READY_WITHIN_MS;
  while (performance.now() < giveUpAt && child.exitCode === null) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok === true) return;
    await sleep(25);
  }
  throw new Error(`The App did not become ready:\n${readFileSync(logFile, 'utf8')}`);
}

async function countWork(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  let count = 0;
  for (const name of ['modelgate_queue_length', 'modelgate_queue_running']) {
    count += Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 1);
  }
  return count;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
