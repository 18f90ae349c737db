import { isAbsolute, join, resolve } from 'node:path';
import { findRepositoryRoot } from '../sources/git.ts';
import { gitLine } from '../sources/run-git.ts';
import { SourceUnreachable } from '../sources/source.ts';
import { UsageError } from './usage-error.ts';
import type { CliWorld } from './world.ts';

/**
 * The folder of the history: `--data-dir`, else `DATA_DIR`, else `modelgate` inside the repository's `.git` folder. There it
 * needs no ignore file, is shared by all work trees of the clone, and can never be committed.
 */
export async function findHistoryFolder(
  asked: string | undefined,
  { cwd, env }: Pick<CliWorld, 'cwd' | 'env'>,
): Promise<string> {
  if (asked !== undefined) return resolve(cwd, asked);
  const dataDir = env['DATA_DIR'] ?? '';
  if (dataDir !== '') return resolve(cwd, dataDir);
  try {
    const root = await findRepositoryRoot({ cwd });
    const folder = await gitLine({ cwd: root, args: ['rev-parse', '--git-common-dir'] });
    return join(isAbsolute(folder) ? folder : join(root, folder), 'modelgate');
  } catch (error) {
    if (!(error instanceof SourceUnreachable)) throw error;
    throw new UsageError(`${error.message} Or name the folder of a history with --data-dir.`);
  }
}
