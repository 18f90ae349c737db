import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { History, HistoryOptions } from '../../src/audit/store.ts';
import { openHistory } from '../../src/audit/store.ts';

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-history-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A history that is closed when the test ends. */
export async function temporaryHistory(options: Partial<HistoryOptions> = {}): Promise<History> {
  const history = await openHistory({ folder: temporaryFolder(), ...options });
  onTestFinished(() => history.close());
  return history;
}
