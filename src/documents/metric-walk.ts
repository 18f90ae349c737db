import { CLASS_ATTRIBUTE, classifyReportEntry, isClassificationReport } from './classification-report.ts';
import { excerpt } from './excerpt.ts';
import {
  isEvidenceKey,
  isSampleSizeKey,
  readSampleSizes,
  readSpread,
  type SampleSizes,
  sampleSizeFor,
  type Spread,
} from './metric-evidence.ts';
import {
  childOf,
  complaintAbout,
  type MetricsPlace,
  type MetricsWalk,
  readValue,
  refuse,
  warn,
} from './metric-record.ts';
import { MAX_NAME_LENGTH } from './limits.ts';
import { isSlicesBlock, readSlices } from './metric-slices.ts';
import { narrowSlice } from './slice-terms.ts';
import { findEntry, type ObjectEntry, type ObjectNode, type TreeNode } from './tree.ts';

type PlainNode = Exclude<TreeNode, ObjectNode>;

interface WalkOptions {
  /** Entries that the caller has read already. */
  readonly skip?: (key: string) => boolean;
  /** The object is a whole slice: its sample size holds for everything in it, however deep. */
  readonly group?: boolean;
}

/**
 * Reads every metric of an object. `{ value, n, stderr, ci }` is one metric; a key `slices` holds the same metrics for
 * parts of the data; a sample size beside metrics is theirs where they state none.
 */
export function walkObject(walk: MetricsWalk, node: ObjectNode, at: MetricsPlace, options: WalkOptions = {}): void {
  const sizes = readSampleSizes(walk, node);
  const place = options.group === true ? { ...at, groupN: chooseSize(sizes.n, at.groupN) } : at;
  const leafValue = place.path === '' ? undefined : valueOfLeaf(node);
  if (leafValue !== undefined) {
    addRecord(walk, leafValue, place, chooseSize(sizes.n, place.n ?? place.groupN), readSpread(walk, node));
  }
  const isReport = walk.reports && isClassificationReport(node);
  for (const entry of node.entries) {
    if (options.skip?.(entry.key) === true) continue;
    // Beside a value these describe it; they are no metrics of their own.
    if (leafValue !== undefined && (isEvidenceKey(entry.key) || isSampleSizeKey(entry.key))) continue;
    if (isReport) walkReportEntry(walk, node, entry, place, sizes);
    else walkEntry(walk, entry, place, sizes);
  }
}

/** A size that is stated but unusable (null) is not replaced by that of something larger. */
function chooseSize(own: number | null | undefined, wider: number | undefined): number | undefined {
  return own === undefined ? wider : (own ?? undefined);
}

function valueOfLeaf(node: ObjectNode): PlainNode | undefined {
  const value = findEntry(node, 'value')?.value;
  return value === undefined || value.kind === 'object' ? undefined : value;
}

function walkEntry(walk: MetricsWalk, { key, value }: ObjectEntry, place: MetricsPlace, sizes: SampleSizes): void {
  if (key === 'slices' && isSlicesBlock(value)) {
    readSlices(walk, value, place, (group, inner) => walkObject(walk, group, inner, { group: true }));
    return;
  }
  const n = isSampleSizeKey(key) ? undefined : chooseSize(sampleSizeFor(key, sizes), place.groupN);
  const child = { ...childOf(place, key), n };
  if (child.path.length > MAX_NAME_LENGTH) {
    refuse(walk, value, 'The path of a metric is too long', `at most ${MAX_NAME_LENGTH} characters`);
    return;
  }
  if (value.kind === 'object') walkObject(walk, value, child);
  else addRecord(walk, value, child, n, {});
}

function walkReportEntry(
  walk: MetricsWalk,
  report: ObjectNode,
  entry: ObjectEntry,
  place: MetricsPlace,
  sizes: SampleSizes,
): void {
  const classified = classifyReportEntry(report, entry);
  if (classified.is === 'total') {
    walkEntry(walk, entry, place, { ...sizes, n: classified.n ?? sizes.n });
    return;
  }
  const slice =
    classified.is === 'class'
      ? narrowSlice(place.slice, [{ attribute: CLASS_ATTRIBUTE, group: classified.label }])
      : undefined;
  if (classified.is === 'class' && slice !== undefined)
    walkObject(walk, classified.row, { ...place, slice }, { group: true });
  else walkEntry(walk, entry, place, sizes);
}

function addRecord(
  walk: MetricsWalk,
  node: PlainNode,
  place: MetricsPlace,
  n: number | undefined,
  spread: Spread,
): void {
  const { path, leaf, slice } = place;
  const part = readValue(node);
  const complaint = node.kind === 'array' ? undefined : complaintAbout(node);
  if (complaint !== undefined) {
    warn(walk, {
      ...node.at,
      message: `"${excerpt(path, 80)}" ${complaint}`,
      expected: 'a finite number',
      received: part.lexeme,
    });
  }
  walk.records.push({ path, leaf, slice, ...part, ...(n === undefined ? {} : { n }), ...spread, at: node.at });
}
