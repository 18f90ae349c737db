import { accessSync, constants } from 'node:fs';
import { HistoryUnavailable } from '../audit/history-unavailable.ts';
import { openHistory } from '../audit/store.ts';
import type { History } from '../audit/store.ts';
import { RefusedToStart } from './refused-to-start.ts';

/** Rejects with `RefusedToStart` where there can be no history: without one nothing is judged. */
export async function openOrRefuse(folder: string): Promise<History> {
  try {
    return await openHistory({ folder });
  } catch (error) {
    if (error instanceof HistoryUnavailable) throw new RefusedToStart([error.message]);
    throw error;
  }
}

/** Why nothing could be recorded now; empty when it could. */
export async function historyProblems(history: History): Promise<readonly string[]> {
  try {
    accessSync(history.file, constants.W_OK);
    await history.list({ limit: 1 });
    return [];
  } catch {
    return ['The history cannot be written.'];
  }
}
