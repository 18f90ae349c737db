import type { Policy } from '../policy/policy.ts';
import { createRecent } from './recent.ts';

/**
 * Which branches of a repository hold something to judge by, as its policy said lately: most pushes go to none of them,
 * and need not be asked about.
 */
export interface StageBranches {
  /** Undefined where nobody knows. */
  isOne(repository: string, branch: string): boolean | undefined;
  /** Without a policy there are none. */
  learn(repository: string, policy: Policy | undefined): void;
  forget(repository: string): void;
}

const REMEMBERED = 10_000;
/** For so long a push may be missed that would have told of a new policy. */
const BELIEVED_MS = 300_000;

export function createStageBranches(now: () => number): StageBranches {
  const known = createRecent<{ readonly branches: ReadonlySet<string>; readonly at: number }>(REMEMBERED);
  return {
    isOne(repository, branch) {
      const entry = known.get(repository);
      return entry === undefined || now() - entry.at > BELIEVED_MS ? undefined : entry.branches.has(branch);
    },
    learn(repository, policy) {
      known.set(repository, { branches: policy === undefined ? new Set() : branchesOf(policy), at: now() });
    },
    forget: (repository) => known.delete(repository),
  };
}

function branchesOf({ stages, models }: Policy): ReadonlySet<string> {
  const branches = new Set(stages.map(({ branch }) => branch));
  for (const { production } of models) if (production.ref !== undefined) branches.add(production.ref);
  return branches;
}
