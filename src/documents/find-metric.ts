import { editDistance } from './edit-distance.ts';
import { indexMetrics, type MetricIndex } from './metric-index.ts';
import { isSampleSizeKey } from './metric-evidence.ts';
import type { MetricRecord, MetricsDocument, SliceTerm } from './metrics.ts';

export { parseSliceTerms, sliceKey } from './slice-terms.ts';

/** A document that is not there, as gates see it. */
export interface NoDocument {
  readonly kind: 'absent';
}

export type MetricLookup =
  | { readonly state: 'found'; readonly record: MetricRecord }
  /** `nearest`: at most five paths that the name may have meant, the nearest first. */
  | { readonly state: 'missing'; readonly nearest: string[] }
  /** The name is no full path, and several metrics end in it. */
  | { readonly state: 'ambiguous'; readonly paths: string[] }
  | { readonly state: 'no-document' };

const SHOWN_NEAREST = 5;
const WHOLE_SET: readonly SliceTerm[] = [];

/**
 * The record that a policy means by `name`: a full dotted path, else the last key of a path where only one path ends in
 * it. Sample sizes (`n`, `support`, `eval_samples`) are found by their full path alone. Without `slice` the whole set
 * is meant; the terms of a slice may come in any order.
 */
export function findMetric(
  document: MetricsDocument | NoDocument,
  name: string,
  slice: readonly SliceTerm[] = WHOLE_SET,
): MetricLookup {
  if (document.kind === 'absent') return { state: 'no-document' };
  const index = indexMetrics(document);
  const number = index.numberOf(slice);
  if (number === undefined) return { state: 'missing', nearest: [] };
  const exact = index.paths.get(name)?.bySlice[number];
  if (exact !== undefined) return { state: 'found', record: exact };
  const alike = (index.byLeaf.get(name) ?? []).flatMap(({ bySlice }) => bySlice[number] ?? []);
  const [record, ...others] = alike;
  if (record === undefined) {
    const near = nearestPaths(index, name).filter((path) => index.paths.get(path)?.bySlice[number] !== undefined);
    return { state: 'missing', nearest: near.slice(0, SHOWN_NEAREST) };
  }
  if (others.length === 0) return { state: 'found', record };
  return { state: 'ambiguous', paths: alike.map(({ path }) => path) };
}

/** Every slice by exactly these attributes, in the order of the document. */
export function listSlices(
  document: MetricsDocument | NoDocument,
  attributes: readonly string[],
): readonly (readonly SliceTerm[])[] {
  if (document.kind === 'absent') return [];
  const { slices, byAttributes } = indexMetrics(document);
  const key = JSON.stringify(attributes);
  const known = byAttributes.get(key);
  if (known !== undefined) return known;
  const wanted = new Set(attributes);
  const found = slices.filter(
    (slice) => slice.length === wanted.size && slice.every(({ attribute }) => wanted.has(attribute)),
  );
  byAttributes.set(key, found);
  return found;
}

/** Every slice there is, whatever its attributes; the whole set is none. */
export function listEverySlice(document: MetricsDocument): readonly (readonly SliceTerm[])[] {
  return indexMetrics(document).slices.filter((slice) => slice.length > 0);
}

/** The records of the whole set, in the order of the document. */
export function listWholeSet(document: MetricsDocument): readonly MetricRecord[] {
  const { paths, numberOf } = indexMetrics(document);
  const whole = numberOf(WHOLE_SET);
  return whole === undefined ? [] : [...paths.values()].flatMap(({ bySlice }) => bySlice[whole] ?? []);
}

/** Paths of the whole set's metrics in the order of the document: numbers, and what tried to be one (NaN). */
export function listMetricPaths(document: MetricsDocument | NoDocument): readonly string[] {
  if (document.kind === 'absent') return [];
  return listWholeSet(document)
    .filter(isMetric)
    .map(({ path }) => path);
}

function isMetric({ leaf, value, unusable }: MetricRecord): boolean {
  return !isSampleSizeKey(leaf) && (value !== null || unusable === 'not-finite' || unusable === 'conflict');
}

/** The distance that still counts as a slip of the pen. */
function slipOf(name: string): number {
  return Math.min(4, Math.max(1, Math.floor(name.length / 3)));
}

function nearestPaths(index: MetricIndex, name: string): readonly string[] {
  const known = index.nearest.get(name);
  if (known !== undefined) return known;
  const limit = slipOf(name);
  const lower = name.toLowerCase();
  const lastKey = lower.slice(lower.lastIndexOf('.') + 1);
  const near: { readonly path: string; readonly distance: number }[] = [];
  for (const { path, leaf } of index.paths.values()) {
    const distance = distanceTo(lower, lastKey, path.toLowerCase(), leaf.toLowerCase(), limit);
    if (distance !== undefined) near.push({ path, distance });
  }
  const paths = near.sort((a, b) => a.distance - b.distance).map(({ path }) => path);
  index.nearest.set(name, paths);
  return paths;
}

/**
 * A path whose leaf is the wanted one, whatever its case and what stands before it, comes first; then slips of the pen;
 * then leaves that say the name among other words (`roc_auc` for `auc`).
 */
function distanceTo(name: string, lastKey: string, path: string, leaf: string, limit: number): number | undefined {
  if (leaf === name) return 0;
  if (leaf === lastKey) return 1;
  const slip = editDistance(name, path, limit) ?? editDistance(name, leaf, limit);
  if (slip !== undefined) return slip;
  return leaf.length <= 80 && leaf.split(/[_\-/ ]/).includes(lastKey) ? limit + 1 : undefined;
}
