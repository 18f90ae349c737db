import type { Finding } from '../engine/finding.ts';
import type { GateResult, Judgement, ModelJudgement, PrimaryMetric } from '../engine/verdict.ts';
import { withUnit } from './numbers.ts';
import { STANDINGS, standingOf, statusOf, type Standing, type Status } from './status.ts';
import type { ReportContext } from './view.ts';
import { comparisonTexts, isComparable } from './view-rows.ts';
import { code, numbersOf, phraseFinding, text, type Phrase } from './wording.ts';

const VERDICT_WORDS = {
  approved: 'Approved',
  blocked: 'Blocked',
  pending: 'Pending',
  error: 'Error',
  'no-change': 'No model change',
  'not-a-promotion': 'Not a promotion',
} as const satisfies Record<Status, string>;

interface Placed {
  readonly gate: GateResult;
  readonly finding: Finding;
}

/** `Blocked for production`. */
export function headlineVerdict(judgement: Judgement): string {
  const status = statusOf(judgement);
  const words = VERDICT_WORDS[status];
  const isPromotion = status === 'approved' || status === 'blocked' || status === 'pending';
  const promoted = judgement.stage === null || !isPromotion ? words : `${words} for ${judgement.stage}`;
  return judgement.notes.includes('policy-preview') ? `Policy preview: ${promoted.toLowerCase()}` : promoted;
}

/** What stands after the verdict: the one number that matters, or the one sentence. */
export function headlineDetail(judgement: Judgement, context: ReportContext): Phrase {
  const status = statusOf(judgement);
  if (status === 'error') return errorDetail(judgement);
  if (status === 'no-change' || status === 'not-a-promotion') return [text('nothing to judge')];
  const worst = judgement.models.filter((model) => model.verdict === judgement.verdict);
  const [model] = worst;
  if (model === undefined) return [text('no model was judged')];
  const lead = modelLead(model, context);
  const count = judgement.models.length === 1 ? [] : [text(`${worst.length} of ${judgement.models.length} models; `)];
  return [...count, code(model.name), text(': '), ...lead];
}

function errorDetail(judgement: Judgement): Phrase {
  const [first] = judgement.problems;
  const why: Phrase = first === undefined ? [] : [text(', because '), ...countProblems(judgement)];
  return [text('modelgate could not judge this pull request'), ...why, text('. This says nothing about the model')];
}

function countProblems(judgement: Judgement): Phrase {
  const paths = [...new Set(judgement.problems.map((problem) => problem.path))];
  const [path = ''] = paths;
  // No file is at fault: the request, the clone or the service is.
  const messages = judgement.problems.map(({ message }) => message.replace(/\.$/u, ''));
  if (paths.length === 1 && path === '') return [text(messages.join('; '))];
  const count = judgement.problems.length === 1 ? 'a problem' : `${judgement.problems.length} problems`;
  return paths.length === 1 ? [code(path), text(` has ${count}`)] : [text(`${paths.length} files have ${count}`)];
}

/** The number or sentence that decides a model. */
export function modelLead(model: ModelJudgement, context: ReportContext): Phrase {
  const primary = model.primary === undefined ? [] : primaryPhrase(model.primary, isComparable(model));
  const wanted = model.verdict === 'blocked' ? 'blocks' : 'waits';
  const first = model.verdict === 'approved' ? undefined : firstOf(model, wanted);
  if (first === undefined) return leadWithoutFinding(model, primary);
  const more = moreGates(gatesOf(model, wanted).length - 1, wanted);
  if (first.finding.suppressed) return [code(first.gate.id), text(' has a group that is too small to judge'), ...more];
  const numbers = numbersPhrase(first.finding);
  if (numbers !== undefined) return [...numbers, ...more];
  const { says } = phraseFinding(first.finding, context.wording(first.gate.id, first.finding.code));
  return [...withoutStop(says), ...(primary.length === 0 ? [] : [text('; '), ...primary]), ...more];
}

function moreGates(count: number, standing: 'blocks' | 'waits'): Phrase {
  if (count < 1) return [];
  const verb = standing === 'blocks' ? 'block' : 'wait';
  return [text(count === 1 ? `; 1 more gate ${verb}s` : `; ${count} more gates ${verb}`)];
}

function leadWithoutFinding(model: ModelJudgement, primary: Phrase): Phrase {
  if (model.reason === 'no-blocking-gate') return [text('no blocking gate applies to this model')];
  const warned = gatesOf(model, 'warns').length;
  const warnings: Phrase = warned === 0 ? [] : [text(`; ${warned} ${warned === 1 ? 'warning' : 'warnings'}`)];
  if (primary.length > 0) return [...primary, ...warnings];
  const passed = gatesOf(model, 'passes').length;
  return [text(passed === 1 ? '1 gate passes' : `${passed} gates pass`), ...warnings];
}

/** `auc` 0.9137, production 0.9101, change +0.0036 (+0.4%) */
function primaryPhrase(primary: PrimaryMetric, isComparable: boolean): Phrase {
  const { candidate, production, change } = comparisonTexts(primary);
  if (candidate === null) return [];
  const compared = production === null ? '' : `, production ${production}`;
  const changed = change === null || !isComparable ? '' : `, change ${change}`;
  return [code(primary.metric), text(` ${candidate}${compared}${changed}`)];
}

/** Two numbers say why a condition does not hold; what is missing, unreadable or waited for takes a sentence. */
function numbersPhrase(finding: Finding): Phrase | undefined {
  const numbers = numbersOf(finding);
  if (finding.outcome !== 'fail' || finding.metric === undefined || numbers.candidate === undefined) return undefined;
  const slice: Phrase = finding.slice === undefined ? [] : [text(' in '), code(finding.slice)];
  const production =
    numbers.production === undefined ? '' : `, production ${withUnit(numbers.production, finding.unit)}`;
  const bound = numbers.bound === undefined ? undefined : withUnit(numbers.bound, finding.unit);
  const required = finding.required ?? bound;
  if (required === undefined && production === '') return undefined;
  return [
    code(finding.metric),
    text(` ${withUnit(numbers.candidate, finding.unit)}`),
    ...slice,
    text(`${production}${required === undefined ? '' : `, required ${required}`}`),
  ];
}

function withoutStop(phrase: Phrase): Phrase {
  const last = phrase.at(-1);
  if (last === undefined || last.kind !== 'text') return phrase;
  if (last.text.trim() === '') return withoutStop(phrase.slice(0, -1));
  return [...phrase.slice(0, -1), text(last.text.trimEnd().replace(/\.$/u, ''))];
}

function firstOf(model: ModelJudgement, wanted: Standing): Placed | undefined {
  for (const gate of model.gates) {
    for (const finding of gate.findings) {
      if (standing(finding, gate) === wanted) return { gate, finding };
    }
  }
  return undefined;
}

function gatesOf(model: ModelJudgement, wanted: Standing): readonly GateResult[] {
  return model.gates.filter((gate) => worstStanding(gate) === wanted);
}

/** A finding that was lowered may be the worst outcome and still not what the gate comes down to. */
function worstStanding(gate: GateResult): Standing {
  const standings = gate.findings.map((finding) => standing(finding, gate));
  return STANDINGS.find((candidate) => standings.includes(candidate)) ?? 'idle';
}

function standing(finding: Finding, gate: GateResult): Standing {
  return standingOf(finding.outcome, finding.severity ?? gate.severity, gate.waived !== undefined);
}
