import type { History } from '../audit/store.ts';
import type { AppIdentity } from '../github/types.ts';
import type { SharedHeads } from './shared-heads.ts';
import type { Installations } from './installations.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { StageBranches } from './stage-branches.ts';
import type { Task } from './task.ts';

/** What every task works with. */
export interface Shell {
  readonly installations: Installations;
  readonly history: History;
  readonly identity: () => AppIdentity;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly heads: SharedHeads;
  readonly stageBranches: StageBranches;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Gives more work; false when none is taken any more. */
  readonly add: (task: Task) => boolean;
  /** News of the same kind wait behind this task. */
  readonly isOvertaken: (task: Task) => boolean;
}
