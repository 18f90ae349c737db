import type { Judgement } from '../engine/verdict.ts';
import { createTokenClient, restRoot } from '../github/client.ts';
import { createGithubReader } from '../github/reader.ts';
import { redactTokens } from '../github/redact.ts';
import { createGithubWriter } from '../github/writer.ts';
import { POLICY_PATH } from '../policy/schema.ts';
import { cleanText } from '../reports/clean-text.ts';
import { viewReport } from '../reports/view-report.ts';
import type { ReportView } from '../reports/view.ts';
import { plainPhrase } from '../reports/wording.ts';
import { digestJudgement } from '../review/input-digest.ts';
import { VERSION } from '../version.ts';
import { gateDocsOf, wordingOf } from '../wording-of.ts';
import { messageCommand } from './commands.ts';
import { publishComment } from './comment.ts';
import { readInputs, type ActionInputs } from './inputs.ts';
import { judge } from './judge.ts';
import { readOccasion, type Occasion } from './occasion.ts';
import { publishLocally } from './publish.ts';
import { openWorkspace } from './workspace.ts';
import { ActionFault, variable, type ActionWorld } from './world.ts';

/** As for the command line: SEMANTICS.md §2. For the runner everything but 0 is a failed step. */
const EXIT_CODES = { approved: 0, blocked: 1, error: 2, pending: 3 } as const satisfies Record<
  Judgement['verdict'],
  number
>;

/** Runs the Action: judges, publishes, gives the exit code. Nothing is thrown. */
export async function run(world: ActionWorld): Promise<number> {
  try {
    return await judgeAndPublish(world);
  } catch (error) {
    return await publishFault(world, error);
  }
}

async function judgeAndPublish(world: ActionWorld): Promise<number> {
  const inputs = readInputs(world);
  const occasion = await readOccasion(world);
  if (occasion.event === 'pull_request_target') warnOfTarget(world);
  const format = occasion.headSha.length === 64 ? 'sha256' : 'sha1';
  const workspace = await openWorkspace(variable(world, 'GITHUB_WORKSPACE') ?? '', format);
  const client = createTokenClient({ token: inputs.token, baseUrl: apiUrlOf(world) });
  const reader = createGithubReader(client, { owner: occasion.owner, repo: occasion.repo });
  const evaluatedAt = world.now().toISOString();
  const judgement = await judge({ reader, occasion, inputs, workspace, format, evaluatedAt });
  if (judgement === undefined) throw noPolicy(occasion);
  const view = viewOf(world, judgement, occasion);
  await publishLocally(world, judgement, view);
  if (occasion.pullRequest !== undefined) {
    const writer = createGithubWriter(client, { owner: occasion.owner, repo: occasion.repo });
    await commentQuietly(world, view, { number: occasion.pullRequest, mode: inputs.comment, reader, writer });
  }
  return conclude(world, judgement, view, inputs);
}

function apiUrlOf(world: ActionWorld): string {
  try {
    return restRoot(variable(world, 'GITHUB_API_URL'));
  } catch (error) {
    throw new ActionFault(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function viewOf(world: ActionWorld, judgement: Judgement, occasion: Occasion | undefined): ReportView {
  const server = (variable(world, 'GITHUB_SERVER_URL') ?? 'https://github.com').replace(/\/+$/, '');
  return viewReport(judgement, {
    wording: wordingOf,
    gateDocs: gateDocsOf,
    tool: { version: VERSION },
    ...(occasion === undefined
      ? {}
      : {
          headSha: occasion.headSha,
          repository: {
            owner: occasion.owner,
            name: occasion.repo,
            htmlUrl: `${server}/${occasion.owner}/${occasion.repo}`,
          },
        }),
  });
}

/** A token that may not write is usual (forks); the summary and the exit code say the same. */
async function commentQuietly(
  world: ActionWorld,
  view: ReportView,
  options: Parameters<typeof publishComment>[1],
): Promise<void> {
  try {
    await publishComment(view, options);
  } catch (error) {
    const message = redactTokens(error instanceof Error ? error.message : String(error));
    world.stdout.write(
      messageCommand('notice', `No comment was written; the job summary has the report. ${cleanText(message, 500)}`),
    );
  }
}

function conclude(world: ActionWorld, judgement: Judgement, view: ReportView, { failOn }: ActionInputs): number {
  const { verdict } = judgement;
  const fails = verdict === 'error' || isFailedBy(verdict, failOn);
  if (verdict !== 'approved') {
    const sentence = `${view.headline.verdict}: ${plainPhrase(view.headline.detail)}`;
    world.stdout.write(messageCommand(fails ? 'error' : 'warning', cleanText(sentence, 1_000)));
  }
  return fails ? EXIT_CODES[verdict] : 0;
}

function isFailedBy(verdict: Judgement['verdict'], failOn: ActionInputs['failOn']): boolean {
  if (failOn === 'never') return false;
  return verdict === 'blocked' || (verdict === 'pending' && failOn === 'pending');
}

function warnOfTarget(world: ActionWorld): void {
  world.stdout.write(
    messageCommand(
      'warning',
      'pull_request_target gives a job secrets and a token that may write. Never check out and run code of a pull request in it; use the event "pull_request".',
    ),
  );
}

function noPolicy({ branch }: Occasion): ActionFault {
  return new ActionFault(
    `There is no policy on ${branch}, and this change adds none, so there is nothing to judge by. Add ${POLICY_PATH}.`,
  );
}

/** What went wrong before there was a judgement is reported like one. */
async function publishFault(world: ActionWorld, error: unknown): Promise<number> {
  const said = redactTokens(error instanceof Error ? error.message : String(error));
  const isOurs = error instanceof Error && OUR_FAULTS.has(error.name);
  const message = isOurs ? said : `modelgate itself failed: ${said}. This is a defect; please report it.`;
  world.stdout.write(messageCommand('error', cleanText(message, 2_000)));
  const judgement: Omit<Judgement, 'inputDigest'> = {
    verdict: 'error',
    stage: null,
    models: [],
    policy: null,
    problems: [{ path: '', message }],
    notes: [],
    evaluatedAt: world.now().toISOString(),
  };
  const complete = { ...judgement, inputDigest: digestJudgement(judgement, null) };
  try {
    await publishLocally(world, complete, viewOf(world, complete, undefined));
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    world.stdout.write(messageCommand('error', `The report could not be written: ${cleanText(reason, 500)}`));
  }
  return EXIT_CODES.error;
}

/** Faults whose message says what to do; any other is a mistake of ours. */
const OUR_FAULTS: ReadonlySet<string> = new Set([
  'ActionFault',
  'SourceUnreachable',
  'RefNotFound',
  'GithubUnavailable',
  'GithubNotFound',
  'GithubRefused',
  'GithubLimitExceeded',
]);
