import type { MetricRecord } from '../metrics.ts';

/** How a score is compared with its threshold: what keeps, that is what does not drift. */
type Keeps = '>=' | '>' | '<' | '<=';

/**
 * Evidently's methods, by the start of the name that it writes. Of a p-value small scores drift, of a distance large
 * ones, under one and the same key (source of 0.7.21). A method that is not here says nothing.
 */
const METHODS: readonly (readonly [start: string, keeps: Keeps])[] = [
  ['k-s p_value', '>'],
  ['ks', '>'],
  ['chi-square p_value', '>='],
  ['chisquare', '>='],
  ['z-test p_value', '>='],
  ['z', '>='],
  ['anderson-darling', '>='],
  ['anderson', '>='],
  ['cramer-von mises', '>'],
  ['cramer_von_mises', '>'],
  ['epps-singleton', '>='],
  ['es', '>='],
  ["fisher's exact test", '>='],
  ['fisher_exact', '>='],
  ['g_test', '>='],
  ['mann-whitney u-rank test', '>='],
  ['mannw', '>='],
  ['t_test', '>='],
  ['empirical_mmd', '>='],
  ['total-variation-distance', '>='],
  ['tvd', '>='],
  ['psi', '<'],
  ['wasserstein distance (normed)', '<'],
  ['wasserstein', '<'],
  ['jensen-shannon distance', '<'],
  ['jensenshannon', '<'],
  ['kullback-leibler divergence', '<'],
  ['kl_div', '<'],
  ['hellinger distance', '<'],
  ['hellinger', '<'],
  ['energy-distance', '<='],
  ['ed', '<='],
  ['absolute text content drift', '<'],
  ['percentile text content drift', '<'],
];

const BY_NAME: ReadonlyMap<string, Keeps> = new Map(METHODS);

function keepsOf(method: string | undefined): Keeps | undefined {
  if (method === undefined) return undefined;
  const name = method.trim().toLowerCase();
  // "K-S (p_value)", "chi-square p-value": brackets, and hyphens inside p_value, come and go between versions.
  return BY_NAME.get(name) ?? BY_NAME.get(name.replace(/\s*\(?p[ _-]value\)?$/, ' p_value'));
}

/** What is known of a score by its method and threshold. */
export type DriftJudgement = Pick<MetricRecord, 'direction' | 'directionFrom' | 'threshold' | 'verdict'>;

export function isKnownMethod(method: string | undefined): boolean {
  return keepsOf(method) !== undefined;
}

export function judgeDrift(
  method: string | undefined,
  score: number | undefined,
  threshold: number | undefined,
): DriftJudgement {
  const keeps = keepsOf(method);
  if (keeps === undefined) return {};
  const direction = keeps.startsWith('>') ? ('higher' as const) : ('lower' as const);
  const known = { direction, directionFrom: 'format' as const };
  if (threshold === undefined) return known;
  const judged = { ...known, threshold: { op: keeps, value: threshold } };
  if (score === undefined) return judged;
  return { ...judged, verdict: isKept(keeps, score, threshold) ? 'pass' : 'fail' };
}

function isKept(keeps: Keeps, score: number, threshold: number): boolean {
  switch (keeps) {
    case '>=':
      return score >= threshold;
    case '>':
      return score > threshold;
    case '<':
      return score < threshold;
    case '<=':
      return score <= threshold;
  }
}
