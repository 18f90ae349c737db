import { isSampleSizeKey } from './metric-evidence.ts';
import type { MetricRecord, MetricsDocument, SliceTerm } from './metrics.ts';
import { sliceIdentity } from './slice-terms.ts';

/** Everything the document says at one path, by the number of the slice: a gate asks for one metric in every slice. */
export interface PathIndex {
  readonly path: string;
  readonly leaf: string;
  readonly bySlice: readonly (MetricRecord | undefined)[];
}

export interface MetricIndex {
  /** In the order of the document; the whole set is among them only where it has a record. */
  readonly slices: readonly (readonly SliceTerm[])[];
  readonly paths: ReadonlyMap<string, PathIndex>;
  /** Sample sizes left out: `n` stands in many places, and is a metric in none. */
  readonly byLeaf: ReadonlyMap<string, readonly PathIndex[]>;
  /** The number of a slice in `slices`, whatever the order of its terms; undefined for one that is not there. */
  readonly numberOf: (slice: readonly SliceTerm[]) => number | undefined;
  /** Slices by exactly these attributes, remembered: every rule about slices asks for them. */
  readonly byAttributes: Map<string, readonly (readonly SliceTerm[])[]>;
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

interface BuildingPath {
  readonly path: string;
  readonly leaf: string;
  readonly bySlice: (MetricRecord | undefined)[];
}

function buildIndex(records: readonly MetricRecord[]): MetricIndex {
  const slices: (readonly SliceTerm[])[] = [];
  const numbers = new Map<string, number>();
  // Lists of terms are shared by the records of a slice and by who asks for it: each is spelt out once.
  const byArray = new WeakMap<readonly SliceTerm[], number>();
  const paths = new Map<string, BuildingPath>();
  const byLeaf = new Map<string, BuildingPath[]>();

  function numberOf(slice: readonly SliceTerm[]): number | undefined {
    const known = byArray.get(slice);
    if (known !== undefined) return known;
    const number = numbers.get(sliceIdentity(slice));
    if (number !== undefined) byArray.set(slice, number);
    return number;
  }

  function note(slice: readonly SliceTerm[]): number {
    const known = numberOf(slice);
    if (known !== undefined) return known;
    numbers.set(sliceIdentity(slice), slices.length);
    return slices.push(slice) - 1;
  }

  for (const record of records) {
    const { path, leaf } = record;
    let building = paths.get(path);
    if (building === undefined) {
      building = { path, leaf, bySlice: [] };
      paths.set(path, building);
      if (!isSampleSizeKey(leaf)) {
        const alike = byLeaf.get(leaf);
        if (alike === undefined) byLeaf.set(leaf, [building]);
        else alike.push(building);
      }
    }
    building.bySlice[note(record.slice)] = record;
  }
  return { slices, paths, byLeaf, numberOf, byAttributes: new Map(), nearest: new Map() };
}
