import { sliceKey } from '../../documents/find-metric.ts';
import type { MetricRecord, MetricsDocument } from '../../documents/metrics.ts';
import type { ModelCardClaim, ModelCardDocument } from '../../documents/model-card.ts';
import type { Finding } from '../../engine/finding.ts';
import { canonicalMetricName } from './metric-names.ts';
import { agreesWithPrinted } from './precision.ts';

/** Words beside a number that say it is not this candidate's measurement. */
const ELSEWHERE =
  /\b(previous|prior|production|champion|baseline|old|target|threshold|minimum|maximum|required|goal|budget|limit|change|delta|difference|train|training|std|stderr|ci)\b/i;

function isAboutTheCandidate(claim: ModelCardClaim): boolean {
  return !claim.context.some((words) => ELSEWHERE.test(words));
}

type RecordsByName = ReadonlyMap<string, readonly MetricRecord[]>;

/** Records by every name a card may call them: their path, and the canonical spelling of path and last key. */
function indexByName(document: MetricsDocument): RecordsByName {
  const byName = new Map<string, MetricRecord[]>();
  for (const record of document.records)
    for (const name of new Set([record.path, canonicalPath(record.path), canonicalMetricName(record.leaf)])) {
      const alike = byName.get(name);
      if (alike === undefined) byName.set(name, [record]);
      else alike.push(record);
    }
  return byName;
}

function canonicalPath(path: string): string {
  return canonicalMetricName(path.replaceAll('.', '_'));
}

function mentions(words: readonly string[], text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return words.some((word) => word.trim().toLowerCase() === wanted);
}

/** The records a claim can be about: those of the slice or split that its context names, else of the whole set. */
function recordsFor(claim: ModelCardClaim, byName: RecordsByName): readonly MetricRecord[] {
  const named = byName.get(claim.name) ?? byName.get(canonicalPath(claim.name)) ?? [];
  const ofSlice = named.filter(
    ({ slice }) => slice.length > 0 && slice.every(({ group }) => mentions(claim.context, group)),
  );
  if (ofSlice.length > 0) return ofSlice;
  const whole = named.filter(({ slice }) => slice.length === 0);
  const ofSplit = whole.filter(({ path }) => path.split('.').some((part) => mentions(claim.context, part)));
  return ofSplit.length > 0 ? ofSplit : whole;
}

function agrees(claim: ModelCardClaim, actual: number): boolean {
  if (agreesWithPrinted(claim.value, claim.lexeme, actual)) return true;
  return claim.percent && agreesWithPrinted(claim.value, claim.lexeme, actual, 100);
}

/**
 * One finding per number of the card that names a metric of the metrics document (SEMANTICS.md §12, "Model card").
 * Where a name fits several records and the card does not say which, agreeing with one of them is enough.
 */
export function checkCardAgainstMetrics(card: ModelCardDocument, metrics: MetricsDocument): readonly Finding[] {
  const findings: Finding[] = [];
  const byName = indexByName(metrics);
  for (const claim of card.claims) {
    if (!isAboutTheCandidate(claim)) continue;
    const records = recordsFor(claim, byName);
    const [first] = records;
    if (first === undefined) continue;
    findings.push(judgeClaim(card, claim, records, first));
  }
  return findings;
}

function judgeClaim(
  card: ModelCardDocument,
  claim: ModelCardClaim,
  records: readonly MetricRecord[],
  first: MetricRecord,
): Finding {
  const stated = `${claim.lexeme}${claim.percent ? '%' : ''}`;
  const shared = {
    metric: first.path,
    ...(first.slice.length === 0 ? {} : { slice: sliceKey(first.slice) }),
    candidate: first.value,
    at: { path: card.path, ...claim.at },
    facts: { received: stated, expected: first.lexeme, claimed: claim.name },
  };
  const values = records.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return { ...shared, code: 'claim-unverifiable', outcome: 'invalid' };
  if (values.some((value) => agrees(claim, value))) return { ...shared, code: 'claim-true', outcome: 'pass' };
  return { ...shared, code: 'claim-untrue', outcome: 'fail' };
}
