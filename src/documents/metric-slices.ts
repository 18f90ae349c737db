import { excerpt } from './excerpt.ts';
import { MAX_NAME_LENGTH } from './limits.ts';
import { type MetricsPlace, type MetricsWalk, refuse } from './metric-record.ts';
import type { SliceTerm } from './metrics.ts';
import type { Position } from './problem.ts';
import { narrowSlice, sliceIdentity, sliceKey } from './slice-terms.ts';
import { type ArrayNode, findEntry, type ObjectEntry, type ObjectNode, type TreeNode } from './tree.ts';

/** Reads the metrics of one slice, which stand in `node`, into `place`. */
export type VisitSlice = (node: ObjectNode, place: MetricsPlace) => void;

const MAP_EXAMPLE = '"slices": { "region": { "EU": { "auc": 0.91, "n": 1200 } } }';
const LIST_EXAMPLE = '"slices": [{ "by": { "sex": "F", "race": "B" }, "auc": 0.91, "n": 300 }]';

/**
 * Whether the value of a key `slices` is our block of slices: a map of attributes to groups, or a list of objects with
 * `by`. Other tools use the word for other things; those are read as any other value.
 */
export function isSlicesBlock(node: TreeNode): node is ObjectNode | ArrayNode {
  if (node.kind === 'array')
    return node.items.some((item) => item.kind === 'object' && findEntry(item, 'by') !== undefined);
  if (node.kind !== 'object') return false;
  return node.entries.some(
    ({ value }) => value.kind === 'object' && value.entries.some((group) => group.value.kind === 'object'),
  );
}

export function readSlices(
  walk: MetricsWalk,
  block: ObjectNode | ArrayNode,
  place: MetricsPlace,
  visit: VisitSlice,
): void {
  if (block.kind === 'object') readSliceMap(walk, block, place, visit);
  else readSliceList(walk, block, place, visit);
}

/** `{ attribute: { group: { metrics } } }` */
function readSliceMap(walk: MetricsWalk, block: ObjectNode, place: MetricsPlace, visit: VisitSlice): void {
  for (const { key: attribute, value: groups } of block.entries) {
    if (groups.kind !== 'object') {
      refuse(walk, groups, `The slices by "${excerpt(attribute)}" cannot be read`, 'an object of groups', MAP_EXAMPLE);
      continue;
    }
    for (const { key: group, value } of groups.entries) {
      if (value.kind === 'object') visitSlice(walk, value, [{ attribute, group }], place, visit);
      else {
        const message = `The slice ${excerpt(attribute)}=${excerpt(group)} cannot be read`;
        refuse(walk, value, message, 'an object of metrics', MAP_EXAMPLE);
      }
    }
  }
}

/** `[{ by: { attribute: group, … }, metrics }]` */
function readSliceList(walk: MetricsWalk, block: ArrayNode, place: MetricsPlace, visit: VisitSlice): void {
  const seen = new Map<string, Position>();
  for (const item of block.items) {
    const by = item.kind === 'object' ? findEntry(item, 'by') : undefined;
    const terms = by === undefined ? undefined : readTerms(walk, by);
    if (item.kind !== 'object' || by === undefined) {
      refuse(walk, item, 'A slice does not say which it is', 'an object with the key "by"', LIST_EXAMPLE);
      continue;
    }
    if (terms === undefined) continue;
    const identity = sliceIdentity(terms);
    const first = seen.get(identity);
    if (first !== undefined) {
      const where = `first at line ${first.line}, column ${first.column}, again at line ${item.at.line}, column ${item.at.column}`;
      refuse(
        walk,
        item,
        `The slice ${excerpt(sliceKey(terms), 80)} is there twice: ${where}`,
        'every slice once',
        LIST_EXAMPLE,
      );
      continue;
    }
    seen.set(identity, item.at);
    visitSlice(walk, { ...item, entries: item.entries.filter((entry) => entry !== by) }, terms, place, visit);
  }
}

function readTerms(walk: MetricsWalk, { value: by }: ObjectEntry): readonly SliceTerm[] | undefined {
  if (by.kind !== 'object' || by.entries.length === 0) {
    return refuse(walk, by, 'A slice does not say which it is', 'an object of attributes and groups', LIST_EXAMPLE);
  }
  const terms: SliceTerm[] = [];
  for (const { key: attribute, value } of by.entries) {
    const group = textOfGroup(value);
    if (group === undefined) {
      return refuse(
        walk,
        value,
        `The group of "${excerpt(attribute)}" cannot be read`,
        'a string, a number or a boolean',
        LIST_EXAMPLE,
      );
    }
    terms.push({ attribute, group });
  }
  return terms;
}

function textOfGroup(node: TreeNode): string | undefined {
  if (node.kind === 'string') return node.value;
  if (node.kind === 'number') return node.lexeme;
  return node.kind === 'boolean' ? String(node.value) : undefined;
}

function visitSlice(
  walk: MetricsWalk,
  node: ObjectNode,
  terms: readonly SliceTerm[],
  place: MetricsPlace,
  visit: VisitSlice,
): void {
  const slice = narrowSlice(place.slice, terms);
  if (slice !== undefined && lengthOf(slice) > MAX_NAME_LENGTH) {
    refuse(walk, node, 'The names of a slice are too long', `at most ${MAX_NAME_LENGTH} characters`, MAP_EXAMPLE);
    return;
  }
  if (slice === undefined) {
    refuse(
      walk,
      node,
      `The slice ${excerpt(sliceKey(terms), 80)} stands inside a slice by the same attribute`,
      'another attribute',
      MAP_EXAMPLE,
    );
  } else {
    visit(node, { ...place, slice });
  }
}

function lengthOf(slice: readonly SliceTerm[]): number {
  let length = 0;
  for (const { attribute, group } of slice) length += attribute.length + group.length;
  return length;
}
