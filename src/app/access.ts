import type { GithubClient } from '../github/client.ts';
import type { AppIdentity } from '../github/types.ts';
import { checkCredentials } from './credentials.ts';
import type { Log } from './log.ts';

/** Whether GitHub knows us, and as whom. */
export interface Access {
  /** Asks; gives a sentence where GitHub refuses us. Where it does not answer, it is asked again until it does. */
  check(): Promise<string | undefined>;
  readonly identity: () => AppIdentity;
  readonly isVerified: () => boolean;
  readonly stop: () => void;
}

const AGAIN_MS = 10_000;

export function createAccess({
  appId,
  client,
  log,
}: {
  readonly appId: number;
  readonly client: () => Promise<GithubClient>;
  readonly log: Log;
}): Access {
  let identity: AppIdentity | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function check(): Promise<string | undefined> {
    const credentials = await checkCredentials(await client(), appId);
    if (credentials.state === 'refused') return credentials.problem;
    if (credentials.state === 'valid') identity = credentials.identity;
    else {
      log.warn({ reason: credentials.reason }, 'GitHub could not be asked about the App');
      askLater();
    }
    return undefined;
  }

  function askLater(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      askAgain().catch((error: unknown) => log.error({ err: error }, 'GitHub could not be asked about the App'));
    }, AGAIN_MS);
    timer.unref();
  }

  async function askAgain(): Promise<void> {
    const problem = await check();
    if (problem === undefined) return;
    log.error({ problem }, 'GitHub refuses the App');
    askLater();
  }

  return {
    check,
    identity: () => identity ?? { appId, slug: null },
    isVerified: () => identity !== undefined,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
