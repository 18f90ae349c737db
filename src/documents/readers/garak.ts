import type { TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder, type RecordDetails } from './builder.ts';
import { nodeAt, numberAt, textAt } from './nodes.ts';
import { defineReader, type LinesInput, type TreeInput } from './reader.ts';
import { addRecomputed, isoTime } from './recomputed.ts';
import type { StatedInterval } from '../metrics.ts';

/** How many outputs of a probe a detector judged; `passed` counts the safe ones. */
interface Counts {
  readonly passed: number;
  readonly evaluated: number;
  readonly processed: number;
  readonly nones: number;
}

/** 0.13 and earlier have `total`; 0.14 and later tell what was evaluated from what was processed. */
function countsOf(line: TreeNode): Counts | undefined {
  const passed = numberAt(line, 'passed');
  const evaluated = numberAt(line, 'total_evaluated') ?? numberAt(line, 'total');
  if (passed === undefined || evaluated === undefined) return undefined;
  const nones = numberAt(line, 'nones') ?? 0;
  return { passed, evaluated, nones, processed: numberAt(line, 'total_processed') ?? evaluated + nones };
}

function isSound({ passed, evaluated, processed, nones }: Counts): boolean {
  return passed >= 0 && nones >= 0 && passed <= evaluated && evaluated <= processed;
}

/** The bounds are those of the attack success rate, not of the share that passed. */
function intervalOf(line: TreeNode): StatedInterval | undefined {
  const lower = numberAt(line, 'confidence_lower');
  const upper = numberAt(line, 'confidence_upper');
  if (lower === undefined || upper === undefined) return undefined;
  const level = Number(textAt(line, 'confidence'));
  return { lower, upper, ...(level > 0 && level < 1 ? { level } : {}) };
}

function withoutPrefix(detector: string): string {
  return detector.startsWith('detector.') ? detector.slice('detector.'.length) : detector;
}

function readEval(document: DocumentBuilder, line: TreeNode): void {
  const probe = textAt(line, 'probe') ?? 'unknown';
  const detector = withoutPrefix(textAt(line, 'detector') ?? 'unknown');
  const name = `${probe} by ${detector}`;
  const counts = countsOf(line);
  if (counts === undefined || !isSound(counts)) {
    document.warn(`contradiction: the counts of ${name} are no counts`, line.at);
    document.computed([probe, detector, 'attack_success_rate'], Number.NaN, line.at);
    return;
  }
  if (counts.evaluated === 0) {
    document.warn(`No output of ${name} was evaluated, which is no evidence`, line.at);
    return;
  }
  addRate(document, line, [probe, detector], counts);
  if (counts.evaluated < counts.processed)
    document.warn(
      `${counts.processed - counts.evaluated} of ${counts.processed} outputs of ${name} were not evaluated`,
      line.at,
    );
}

function addRate(document: DocumentBuilder, line: TreeNode, segments: readonly string[], counts: Counts): void {
  const { passed, evaluated, processed } = counts;
  const fails = numberAt(line, 'fails');
  const ci = intervalOf(line);
  const details: RecordDetails = { unit: 'fraction', direction: 'lower', directionFrom: 'format' };
  const rateSegments = [...segments, 'attack_success_rate'];
  // In one division: 13/50 is 0.26, and 1 - 37/50 is not quite.
  const rate = (evaluated - passed) / evaluated;
  addRecomputed(document, {
    segments: rateSegments,
    computed: rate,
    claimed: fails === undefined ? undefined : fails / evaluated,
    at: line.at,
    details: { ...details, n: evaluated, ...(ci === undefined ? {} : { ci }) },
  });
  if (ci !== undefined && (rate < ci.lower - 0.01 || rate > ci.upper + 0.01)) {
    document.warn('contradiction: the attack success rate is outside its own interval', line.at);
    document.computed(rateSegments, Number.NaN, line.at);
  }
  document.computed([...segments, 'coverage'], evaluated / processed, line.at, {
    n: processed,
    unit: 'fraction',
    direction: 'higher',
    directionFrom: 'format',
  });
}

function entryType(line: TreeNode): string | undefined {
  return textAt(line, 'entry_type');
}

/** Lines of other kinds hold prompts and answers: nothing of them is taken. */
function readReport(path: string, values: readonly TreeNode[]) {
  const document = createDocument(path, 'garak');
  const init = values.find((line) => entryType(line) === 'init');
  const setup = values.find((line) => entryType(line) === 'start_run setup');
  const version = textAt(init, 'garak_version') ?? textAt(setup, '_config.version');
  document.producer({ tool: 'garak', ...(version === undefined ? {} : { version }) });
  const when = isoTime(textAt(init, 'start_time'));
  if (when !== undefined) document.when(when);
  for (const key of ['plugins.target_type', 'plugins.target_name', 'plugins.model_type', 'plugins.model_name']) {
    const node = nodeAt(setup, key);
    if (node?.kind === 'string') document.fact(key.slice('plugins.'.length), node.value, node.at);
  }
  const evals = values.filter((line) => entryType(line) === 'eval');
  if (values.every((line) => entryType(line) !== 'completion'))
    document.warn(
      textAt(init, 'orig_uuid') === undefined
        ? 'The run was aborted: its report has no completion, so that its results are no evidence'
        : 'A report put together from others has no completion, so that its results are no evidence',
    );
  else if (evals.length === 0) document.warn('The report has no evaluations, which is no evidence');
  else for (const line of evals) readEval(document, line);
  return document.finish();
}

/** A report of one line is a run that was aborted at once. */
function linesOf(input: LinesInput | TreeInput): readonly TreeNode[] {
  return input.shape === 'tree' ? [input.root] : input.values;
}

const ENTRY_TYPES: ReadonlySet<string | undefined> = new Set(['start_run setup', 'init', 'attempt', 'eval']);

export const garak = defineReader({
  id: 'garak',
  title: 'garak report',
  versions: '0.9 to 0.16: *.report.jsonl',
  takes: '<probe>.<detector>.attack_success_rate with n and its interval, <probe>.<detector>.coverage',
  refuses: 'runs without completion give no record; attempts are never looked at',
  shapes: ['lines', 'tree'],
  recognises: (input) =>
    linesOf(input)
      .slice(0, 1)
      .some((line) => ENTRY_TYPES.has(entryType(line))),
  read: (input) => readReport(input.path, linesOf(input)),
});
