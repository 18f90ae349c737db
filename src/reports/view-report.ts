import type { Finding } from '../engine/finding.ts';
import type { Judgement, JudgementNote, ModelJudgement } from '../engine/verdict.ts';
import { headlineDetail, headlineVerdict, modelLead } from './headline.ts';
import { fileUrl, placeText } from './links.ts';
import { statusOf, type Standing } from './status.ts';
import type { ChartView, FindingView, GateView, ModelView, ReportContext, ReportView, TrendPoint } from './view.ts';
import { POLICY_CHANGE, viewFinding, viewGate, viewPlace } from './view-gate.ts';
import { viewMetrics, viewRows } from './view-rows.ts';
import { text, type Phrase } from './wording.ts';

/** The notice about an odd value in a document. */
const DOCUMENT_WARNING = 'document-warning';

/** Decisions, this one among them, from which a line says something. */
const FEWEST_POINTS = 3;
const MOST_POINTS = 12;

const REMARKS = {
  'no-model-changed': 'No file of a model that the policy names changes here.',
  'not-a-promotion': 'This pull request targets a branch of no stage, so no model is promoted by it.',
  'policy-preview':
    'There is no policy yet. This pull request adds one: it was checked, and this is what it would decide.',
  'policy-overridden': 'The policy was named by hand. It was not read from the branch of the stage.',
  'policy-edited-here':
    'This pull request edits the policy. It is judged by the policy as it stands on the branch of the stage.',
} as const satisfies Record<JudgementNote, string>;

/** The one view that every report is made from. */
export function viewReport(judgement: Judgement, context: ReportContext): ReportView {
  const { policy } = judgement;
  return {
    status: statusOf(judgement),
    verdict: judgement.verdict,
    stage: judgement.stage,
    headline: { verdict: headlineVerdict(judgement), detail: headlineDetail(judgement, context) },
    remarks: judgement.notes.map((note) => [text(REMARKS[note])]),
    models: worstFirst(judgement.models).map((model) => viewModel(model, judgement, context)),
    problems: judgement.problems.map((problem) => ({
      ...problem,
      ...viewPlace(problem, judgement, context),
    })),
    policy: policy === null ? null : { ...policy, url: linkTo(policy.path, policy.commit, context) },
    evaluatedAt: judgement.evaluatedAt,
    inputDigest: judgement.inputDigest,
    tool: context.tool,
  };
}

/** A gate that reads an odd value says so itself, at the same line. */
function unsaidNotices(model: ModelJudgement, gates: readonly GateView[]): readonly Finding[] {
  const said = new Set<string>();
  for (const gate of gates) {
    for (const finding of gate.findings) {
      if (finding.outcome === 'invalid' && finding.place !== null) said.add(placeText(finding.place));
    }
  }
  return model.notices.filter(({ at, code }) => code !== DOCUMENT_WARNING || !at || !said.has(placeText(at)));
}

/** What is cut off for want of room is never the model that decides. */
function worstFirst(models: readonly ModelJudgement[]): readonly ModelJudgement[] {
  const order = ['blocked', 'pending', 'approved'];
  return models.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

function viewModel(model: ModelJudgement, judgement: Judgement, context: ReportContext): ModelView {
  const gates: GateView[] = [];
  for (const gate of model.gates) {
    const view = viewGate(gate, judgement, context);
    if (view !== undefined) gates.push(view);
  }
  const { production } = model;
  return {
    name: model.name,
    stage: model.stage,
    verdict: model.verdict,
    remark: remarkOf(model, judgement),
    lead: modelLead(model, context),
    rows: viewRows(model.gates),
    blocks: withStanding(gates, 'blocks'),
    waits: withStanding(gates, 'waits'),
    warns: withStanding(gates, 'warns'),
    passes: withStanding(gates, 'passes'),
    idle: withStanding(gates, 'idle'),
    policyChanges: policyChanges(gates),
    notices: unsaidNotices(model, gates).map((notice): FindingView =>
      viewFinding('', notice, 'warn', false, judgement, context),
    ),
    metrics: viewMetrics(model),
    chart: viewChart(model, judgement, context),
    production,
    productionUrl: linkTo(production.path, production.commit, context),
  };
}

/** What the gate's own section does not show: the changes that need nobody's approval. */
function policyChanges(gates: readonly GateView[]): readonly FindingView[] {
  const findings = gates.find((gate) => gate.id === POLICY_CHANGE)?.findings ?? [];
  return findings.filter((finding) => finding.standing === 'passes');
}

function withStanding(gates: readonly GateView[], standing: Standing): readonly GateView[] {
  return gates.filter((gate) => gate.standing === standing);
}

function remarkOf(model: ModelJudgement, judgement: Judgement): Phrase | null {
  if (model.reason === 'no-blocking-gate') {
    return [
      text(
        'No blocking gate applies to this model, so nothing says that it may be promoted. Add one to the policy, for instance beats-production.',
      ),
    ];
  }
  const isSaid = judgement.notes.includes('not-a-promotion');
  if (model.reason === 'not-a-promotion' && !isSaid) return [text('This pull request does not promote this model.')];
  return null;
}

function viewChart(model: ModelJudgement, judgement: Judgement, context: ReportContext): ChartView | null {
  const value = model.primary?.candidate;
  if (model.primary === undefined || value === undefined || value === null) return null;
  const { trend } = context;
  const earlier = trend !== undefined && Object.hasOwn(trend, model.name) ? trend[model.name] : undefined;
  const now: TrendPoint = { verdict: model.verdict, value, at: judgement.evaluatedAt };
  const points = [...(earlier ?? []), now].filter((point) => Number.isFinite(point.value)).slice(-MOST_POINTS);
  return points.length < FEWEST_POINTS ? null : { metric: model.primary.metric, points };
}

function linkTo(path: string, commit: string | null, context: ReportContext): string | null {
  if (context.repository === undefined || commit === null) return null;
  return fileUrl(context.repository, commit, { path });
}
