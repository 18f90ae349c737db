import type { Finding } from '../engine/finding.ts';
import type { GateResult, MetricChange, PrimaryMetric } from '../engine/verdict.ts';
import { decimalsOf, formatChange, formatTogether, withUnit } from './numbers.ts';
import { OUTCOME_WORDS, standingOf, type Standing } from './status.ts';
import type { MetricView, RowView } from './view.ts';
import { numbersOf } from './wording.ts';

const ORDER = ['blocks', 'waits', 'warns', 'passes', 'idle'] as const satisfies readonly Standing[];

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
  return rows.toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
}

function viewRow(finding: Finding, gate: GateResult): RowView | undefined {
  const severity = finding.severity ?? gate.severity;
  if (finding.metric === undefined || finding.suppressed || severity === 'shadow') return undefined;
  const numbers = numbersOf(finding);
  const required = finding.required ?? unitText(numbers.bound, finding.unit);
  if (numbers.production === undefined && required === null) return undefined;
  const isWaived = gate.waived !== undefined;
  const standing = standingOf(finding.outcome, severity, isWaived);
  if (standing === 'idle' || (standing === 'passes' && finding.slice !== undefined)) return undefined;
  return {
    metric: finding.metric,
    slice: finding.slice ?? null,
    candidate: unitText(numbers.candidate, finding.unit),
    production: unitText(numbers.production, finding.unit),
    change: numbers.change ?? null,
    required,
    outcome: OUTCOME_WORDS[finding.outcome] + (isWaived && standing === 'warns' ? ', waived' : ''),
    standing,
  };
}

function unitText(text: string | undefined, unit: string | undefined): string | null {
  return text === undefined ? null : withUnit(text, unit);
}

/** Metrics that this pull request changes; one that stayed as it is says nothing. */
export function viewMetrics(metrics: readonly MetricChange[]): readonly MetricView[] {
  return metrics.filter((metric) => metric.change !== 0).map(viewMetric);
}

function viewMetric(metric: MetricChange): MetricView {
  return { metric: metric.metric, ...comparisonTexts(metric), trend: trendOf(metric) };
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
    change: metric.change === null ? null : formatChange(metric.change, metric.production, decimals),
  };
}
