import { isSampleSizeKey } from './metric-evidence.ts';
import type { MetricRecord, MetricsDocument, SliceTerm } from './metrics.ts';
import { sliceIdentity } from './slice-terms.ts';

/** The records of one slice, by what a policy may call them. */
export interface SliceIndex {
  readonly slice: readonly SliceTerm[];
  readonly byPath: ReadonlyMap<string, MetricRecord>;
  /** Sample sizes left out: `n` stands in many places, and is a metric in none. */
  readonly byLeaf: ReadonlyMap<string, readonly MetricRecord[]>;
}

export interface MetricIndex {
  /** By `sliceIdentity`; the whole set is ''. In the order of the document. */
  readonly slices: ReadonlyMap<string, SliceIndex>;
  /** Every path of any slice once, with its leaf. */
  readonly leaves: ReadonlyMap<string, string>;
  /** Near paths by name, remembered because gates ask for the same name in every slice. */
  readonly nearest: Map<string, readonly string[]>;
}

const INDEXES = new WeakMap<MetricsDocument, MetricIndex>();

/** The index of a document, built on first use and kept as long as the document is. */
export function indexMetrics(document: MetricsDocument): MetricIndex {
  const known = INDEXES.get(document);
  if (known !== undefined) return known;
  const index = buildIndex(document.records);
  INDEXES.set(document, index);
  return index;
}

interface Building {
  readonly slice: readonly SliceTerm[];
  readonly byPath: Map<string, MetricRecord>;
  readonly byLeaf: Map<string, MetricRecord[]>;
}

function buildIndex(records: readonly MetricRecord[]): MetricIndex {
  const slices = new Map<string, Building>();
  const leaves = new Map<string, string>();
  // Records of one slice mostly share one array, which saves building the identity each time.
  const byArray = new Map<readonly SliceTerm[], Building>();
  for (const record of records) {
    const { slice, path, leaf } = record;
    let building = byArray.get(slice);
    if (building === undefined) {
      const identity = sliceIdentity(slice);
      building = slices.get(identity) ?? { slice, byPath: new Map(), byLeaf: new Map() };
      slices.set(identity, building);
      byArray.set(slice, building);
    }
    building.byPath.set(path, record);
    leaves.set(path, leaf);
    if (isSampleSizeKey(leaf)) continue;
    const same = building.byLeaf.get(leaf);
    if (same === undefined) building.byLeaf.set(leaf, [record]);
    else same.push(record);
  }
  return { slices, leaves, nearest: new Map() };
}
