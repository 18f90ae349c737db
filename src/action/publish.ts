import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFailing } from '../engine/outcome.ts';
import type { Judgement } from '../engine/verdict.ts';
import { STEP_ANNOTATIONS_MAX } from '../github/limits.ts';
import { annotationBatches, type Annotation } from '../reports/annotations.ts';
import { byteLength } from '../reports/budget.ts';
import { MAX_JOB_SUMMARY, renderJobSummary } from '../reports/job-summary.ts';
import { renderJson } from '../reports/json.ts';
import { renderText } from '../reports/text.ts';
import type { ReportView } from '../reports/view.ts';
import { wordingOf } from '../wording-of.ts';
import { annotationCommand, inertText, messageCommand, outputEntry } from './commands.ts';
import { variable, type ActionWorld } from './world.ts';

/** The log, the annotations, the job summary, the report file and the outputs: all that needs no permission. */
export async function publishLocally(world: ActionWorld, judgement: Judgement, view: ReportView): Promise<void> {
  world.stdout.write(inertText(renderText(view, { width: 100 }), randomUUID()));
  for (const annotation of shownAnnotations(annotationBatches(view).flat())) {
    world.stdout.write(annotationCommand(annotation));
  }
  const report = await writeReport(world, renderJson(judgement, wordingOf));
  await writeOutputs(world, {
    verdict: judgement.verdict,
    report,
    'failed-gates': failedGates(judgement).join(','),
  });
  await writeSummary(world, renderJobSummary(view));
}

/** Beyond ten of a kind the runner drops silently; the summary has them all. The last one is left for the verdict. */
function shownAnnotations(annotations: readonly Annotation[]): readonly Annotation[] {
  const levels = ['failure', 'warning', 'notice'] as const;
  return levels.flatMap((level) =>
    annotations.filter((one) => one.annotation_level === level).slice(0, STEP_ANNOTATIONS_MAX - 1),
  );
}

/** Ids of the gates that block, each once, in the order of the report. */
export function failedGates({ models }: Judgement): readonly string[] {
  const ids = new Set<string>();
  for (const { gates } of models) {
    for (const { id, outcome, severity, waived } of gates) {
      const counts = severity === 'block' || outcome === 'error';
      if (isFailing(outcome) && counts && waived === undefined) ids.add(id);
    }
  }
  return [...ids];
}

async function writeReport(world: ActionWorld, report: string): Promise<string> {
  const folder = variable(world, 'RUNNER_TEMP') ?? (await mkdtemp(join(tmpdir(), 'modelgate-')));
  // A name of its own for each run: one job may use the Action more than once.
  const file = join(folder, `modelgate-report-${randomUUID()}.json`);
  await writeFile(file, report);
  return file;
}

async function writeOutputs(world: ActionWorld, outputs: Readonly<Record<string, string>>): Promise<void> {
  const file = variable(world, 'GITHUB_OUTPUT');
  if (file === undefined) return;
  const delimiter = `modelgate_${randomUUID()}`;
  const entries = Object.entries(outputs).map(([name, value]) => outputEntry(name, value, delimiter));
  await appendFile(file, entries.join(''));
}

async function writeSummary(world: ActionWorld, summary: string): Promise<void> {
  const file = variable(world, 'GITHUB_STEP_SUMMARY');
  if (file === undefined) return;
  const text = `${summary.trimEnd()}\n\n`;
  const taken = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  if (taken + byteLength(text) > MAX_JOB_SUMMARY) {
    world.stdout.write(messageCommand('notice', 'The job summary has no room left for the report; the log has it.'));
    return;
  }
  await appendFile(file, text);
}
