import type { Finding } from '../engine/finding.ts';
import type { GateResult, MetricChange, ModelJudgement, PrimaryMetric } from '../engine/verdict.ts';
import { changeCell, decimalsOf, formatChange, formatTogether, withUnit } from './numbers.ts';
import { OUTCOME_WORDS, STANDINGS, standingOf } from './status.ts';
import type { MetricView, RowView } from './view.ts';
import { numbersOf } from './wording.ts';

/**
 * The comparisons of a model as rows, the worst first. Slices that pass are left out (their gate says how many), and
 * so are groups too small to be shown and whatever is `shadow`.
 */
export function viewRows(gates: readonly GateResult[]): readonly RowView[] {
  const rows: RowView[] = [];
  for (const gate of gates) {
    for (const finding of gate.findings) {
      const row = viewRow(finding, gate);
      if (row !== undefined) rows.push(row);
    }
  }
  return rows.toSorted((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing));
}

function viewRow(finding: Finding, gate: GateResult): RowView | undefined {
  const { metric, slice, unit, required, bound } = finding;
  const severity = finding.severity ?? gate.severity;
  if (metric === undefined || finding.suppressed || severity === 'shadow') return undefined;
  const isMeasured = typeof finding.candidate === 'number' || typeof finding.production === 'number';
  const isCompared = required !== undefined || bound !== undefined || typeof finding.production === 'number';
  const standing = standingOf(finding.outcome, severity, gate.waived !== undefined);
  if (!isMeasured || !isCompared || standing === 'idle' || (standing === 'passes' && slice !== undefined))
    return undefined;
  const isWaived = gate.waived !== undefined && standing === 'warns';
  return {
    metric,
    slice: slice ?? null,
    get candidate() {
      return unitText(numbersOf(finding).candidate, unit);
    },
    get production() {
      return unitText(numbersOf(finding).production, unit);
    },
    get change() {
      const { change } = numbersOf(finding);
      // Two things that were measured differently have no difference.
      return change === undefined || finding.outcome === 'incomparable' ? null : changeCell(change);
    },
    get required() {
      return required ?? unitText(numbersOf(finding).bound, unit);
    },
    outcome: OUTCOME_WORDS[finding.outcome] + (isWaived ? ', waived' : ''),
    standing,
  };
}

function unitText(text: string | undefined, unit: string | undefined): string | null {
  return text === undefined ? null : withUnit(text, unit);
}

/** Metrics that this pull request changes; one that stayed as it is says nothing. */
export function viewMetrics(model: ModelJudgement): readonly MetricView[] {
  const changed = model.metrics.filter((metric) => metric.change !== 0);
  return changed.map((metric) => viewMetric(isComparable(model) ? metric : { ...metric, change: null }));
}

/** `incomparable` is never shown as a delta (SEMANTICS.md §6). */
export function isComparable(model: ModelJudgement): boolean {
  return model.gates.every((gate) => gate.findings.every((finding) => finding.outcome !== 'incomparable'));
}

function viewMetric(metric: MetricChange): MetricView {
  const { mergeBase } = metric;
  return {
    metric: metric.metric,
    ...comparisonTexts(metric),
    ...(mergeBase === undefined ? {} : { mergeBase: mergeBase === null ? null : formatTogether([mergeBase]).join('') }),
    trend: trendOf(metric),
  };
}

function trendOf({ change, direction }: MetricChange): 'better' | 'worse' | null {
  if (change === null || change === 0 || direction === undefined) return null;
  return change > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** Two numbers and their difference, told apart. */
export function comparisonTexts(metric: Pick<PrimaryMetric, 'candidate' | 'production' | 'change' | 'unit'>): {
  readonly candidate: string | null;
  readonly production: string | null;
  readonly change: string | null;
} {
  const known = [metric.candidate, metric.production].filter((value) => value !== null);
  const texts = formatTogether(known);
  const candidate = metric.candidate === null ? undefined : texts[0];
  const production = metric.production === null ? undefined : texts.at(-1);
  const decimals = Math.max(0, ...texts.map(decimalsOf));
  return {
    candidate: unitText(candidate, metric.unit),
    production: unitText(production, metric.unit),
    change: metric.change === null ? null : changeCell(formatChange(metric.change, metric.production, decimals)),
  };
}
