import { readPolicy } from '../../review/stage-policy.ts';
import { openGitCommit } from '../../sources/git-commit.ts';
import { remoteBranchHead, resolveRef } from '../../sources/git.ts';
import { runGit } from '../../sources/run-git.ts';
import { RefNotFound } from '../../sources/source.ts';
import { UsageError } from '../usage-error.ts';

/** Names of stages and their branches: all that is believed of a policy before the one that judges is known. */
export type Stages = readonly { readonly name: string; readonly branch: string }[];

export interface Target {
  /** The commit that policy and production come from, and how people call it. */
  readonly base: { readonly ref: string; readonly commit: string };
  /** Undefined where no readable policy names one; then the judgement is an error anyway. */
  readonly stage: string | undefined;
}

export interface TargetQuestion {
  /** Root of the repository. */
  readonly cwd: string;
  /** `--base` and `--stage`. */
  readonly base: string | undefined;
  readonly stage: string | undefined;
  /** Stages of a policy that was named by hand; it decides instead of the base's. */
  readonly overriding: Stages | undefined;
  /** Stages as the candidate's policy names them, asked for only where nobody more trustworthy knows. */
  readonly proposed: () => Promise<Stages | undefined>;
}

/** Which stage the change is judged for, and which commit is the head of that stage's branch. */
export async function chooseTarget(question: TargetQuestion): Promise<Target> {
  const defaultBranch = await findDefaultBranch(question.cwd);
  return question.base === undefined
    ? targetOfStage(question, defaultBranch)
    : targetOfBase(question, question.base, defaultBranch);
}

async function targetOfBase(question: TargetQuestion, ref: string, defaultBranch: string | null): Promise<Target> {
  const { cwd, stage, overriding, proposed } = question;
  const base = { ref, commit: await resolveBase(cwd, ref) };
  const stages = overriding ?? (await readStages(cwd, base.commit)) ?? (await proposed());
  return { base, stage: pickStage(stages, { stage, branch: branchNameOf(ref), defaultBranch }) };
}

async function targetOfStage(question: TargetQuestion, defaultBranch: string | null): Promise<Target> {
  const { cwd, stage, overriding, proposed } = question;
  // The default branch is asked before the candidate, which could otherwise choose the branch it is judged by.
  const trusted = defaultBranch === null ? undefined : await readStages(cwd, `refs/remotes/origin/${defaultBranch}`);
  const stages = overriding ?? trusted ?? (await proposed());
  const picked = pickStage(stages, { stage, branch: undefined, defaultBranch });
  const branch = branchOfStage(stages, picked) ?? defaultBranch ?? (await findUsualBranch(cwd));
  const head = await remoteBranchHead({ cwd, branch });
  if (head === null) {
    throw new UsageError(
      `The branch ${branch} is not in this clone. Fetch it ("git fetch origin ${branch}"), or name another base with --base.`,
    );
  }
  const base = { ref: head.ref.replace(/^refs\/(?:remotes|heads)\//, ''), commit: head.commit };
  const ofBase = overriding ?? (await readStages(cwd, head.commit));
  // The base may call the stage of this branch by another name than the candidate does.
  return { base, stage: stage ?? ofBase?.find((known) => known.branch === branch)?.name ?? picked };
}

async function resolveBase(cwd: string, ref: string): Promise<string> {
  try {
    return await resolveRef({ cwd, ref });
  } catch (error) {
    if (!(error instanceof RefNotFound)) throw error;
    throw new UsageError(`${error.message} Fetch it, or name another base with --base.`, { received: ref });
  }
}

async function readStages(cwd: string, ref: string): Promise<Stages | undefined> {
  try {
    const reading = await readPolicy(await openGitCommit({ cwd, ref }));
    return reading.state === 'valid' ? reading.policy.stages : undefined;
  } catch (error) {
    if (error instanceof RefNotFound) return undefined;
    throw error;
  }
}

interface Hints {
  readonly stage: string | undefined;
  readonly branch: string | undefined;
  readonly defaultBranch: string | null;
}

function pickStage(stages: Stages | undefined, { stage, branch, defaultBranch }: Hints): string | undefined {
  if (stage !== undefined || stages === undefined) return stage;
  const ofBranch = stages.find((known) => known.branch === branch);
  if (ofBranch !== undefined) return ofBranch.name;
  const [only] = stages;
  if (only !== undefined && stages.length === 1) return only.name;
  const ofDefault = stages.find((known) => known.branch === defaultBranch);
  if (ofDefault !== undefined) return ofDefault.name;
  throw new UsageError('Which stage is this change for? Name it with --stage.', {
    expected: listStages(stages),
    example: `modelgate check --stage ${only?.name ?? 'production'}`,
  });
}

function branchOfStage(stages: Stages | undefined, stage: string | undefined): string | undefined {
  if (stages === undefined || stage === undefined) return undefined;
  const known = stages.find(({ name }) => name === stage);
  if (known !== undefined) return known.branch;
  throw new UsageError(`There is no stage "${stage}" in the policy.`, {
    expected: listStages(stages),
    received: stage,
  });
}

function listStages(stages: Stages): string {
  return `one of: ${stages.map(({ name, branch }) => `${name} (branch ${branch})`).join(', ')}`;
}

function branchNameOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '').replace(/^(?:refs\/remotes\/)?origin\//, '');
}

/** The default branch of `origin`, where this clone knows it. */
async function findDefaultBranch(cwd: string): Promise<string | null> {
  const { exitCode, stdout } = await runGit({ cwd, args: ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'] });
  const name = stdout.toString('utf8').trim();
  const prefix = 'refs/remotes/origin/';
  return exitCode === 0 && name.startsWith(prefix) ? name.slice(prefix.length) : null;
}

async function findUsualBranch(cwd: string): Promise<string> {
  for (const branch of ['main', 'master']) {
    if ((await remoteBranchHead({ cwd, branch })) !== null) return branch;
  }
  throw new UsageError('There is no policy that names a stage and its branch. Name what to compare with by --base.', {
    example: 'modelgate check --base main',
  });
}
