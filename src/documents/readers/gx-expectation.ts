import type { SliceTerm } from '../metrics.ts';
import type { TreeNode } from '../tree.ts';
import type { DocumentBuilder, RecordDetails } from './builder.ts';
import { addClaim } from './claim.ts';
import { booleanAt, entriesOf, hasKeys, itemsOf, nodeAt, numberAt, objectAt, textAt } from './nodes.ts';
import type { Occurrences } from './occurrences.ts';

/** 0.x says `expectation_type`, 1.x `type`; `describe()` of 1.x has it beside `success`. */
function typeOf(result: TreeNode): string | undefined {
  const config = objectAt(result, 'expectation_config');
  return textAt(config, 'expectation_type') ?? textAt(config, 'type') ?? textAt(result, 'expectation_type');
}

export function isExpectation(result: TreeNode): boolean {
  return hasKeys(result, 'success') && typeOf(result) !== undefined;
}

/** Either one `raised_exception`, or one for each metric that was asked for, under a tuple written as text. */
export function hasRaised(result: TreeNode): boolean {
  const info = objectAt(result, 'exception_info');
  if (booleanAt(info, 'raised_exception') === true) return true;
  return entriesOf(info).some(({ value }) => booleanAt(value, 'raised_exception') === true);
}

function columnOf(kwargs: TreeNode | undefined): string | undefined {
  const column = textAt(kwargs, 'column');
  if (column !== undefined) return column;
  const [a, b] = [textAt(kwargs, 'column_A'), textAt(kwargs, 'column_B')];
  if (a !== undefined && b !== undefined) return `${a}, ${b}`;
  const names = itemsOf(nodeAt(kwargs, 'column_list')).map((item) => textAt(item));
  return names.length > 0 && names.length <= 8 && names.every((name) => name !== undefined)
    ? names.join(', ')
    : undefined;
}

/** The numbers of one expectation: the share of values that it did not expect, and one number that it observed. */
export function addExpectation(
  document: DocumentBuilder,
  result: TreeNode,
  outer: readonly SliceTerm[],
  occurrences: Occurrences,
): void {
  const type = typeOf(result);
  if (type === undefined || hasRaised(result)) return;
  const kwargs = objectAt(result, 'expectation_config', 'kwargs') ?? objectAt(result, 'kwargs');
  const column = columnOf(kwargs);
  const times = occurrences(`${type}\n${column ?? ''}`);
  const slice = [
    ...outer,
    ...(column === undefined ? [] : [{ attribute: 'column', group: column }]),
    // One column may be asked the same question twice, with other bounds.
    ...(times === 1 ? [] : [{ attribute: 'occurrence', group: String(times) }]),
  ];
  const verdict = verdictOf(result);
  const found = objectAt(result, 'result');
  const percent = nodeAt(found, 'unexpected_percent');
  const elements = numberAt(found, 'element_count');
  if (elements === 0) {
    document.warn('Empty evidence: an expectation looked at no row', result.at);
    return;
  }
  const n = elements === undefined ? {} : { n: elements };
  if (percent !== undefined && percent.kind !== 'null')
    addClaim(document, [type, 'unexpected_percent'], percent, sharesOf(found, elements), {
      ...n,
      slice,
      unit: 'percent',
      ...verdict,
      ...thresholdOf(kwargs),
      direction: 'lower',
      directionFrom: 'format',
    });
  const observed = nodeAt(found, 'observed_value');
  if (observed?.kind === 'number' || observed?.kind === 'not-finite')
    document.metric([type, 'observed_value'], observed, { ...n, slice, ...verdict });
}

function verdictOf(result: TreeNode): Pick<RecordDetails, 'verdict'> {
  const success = booleanAt(result, 'success');
  return success === undefined ? {} : { verdict: success ? 'pass' : 'fail' };
}

/** `mostly` is a fraction of the values that must be as expected; percentages are 0 to 100. */
function thresholdOf(kwargs: TreeNode | undefined): Pick<RecordDetails, 'threshold'> {
  const mostly = numberAt(kwargs, 'mostly');
  if (mostly === undefined || mostly < 0 || mostly > 1) return {};
  return { threshold: { op: '<=', value: Number((100 * (1 - mostly)).toPrecision(12)) } };
}

/** The share is of the values that are there, or of all of them, depending on what was expected. */
function sharesOf(found: TreeNode | undefined, elements: number | undefined): readonly (number | undefined)[] {
  const unexpected = numberAt(found, 'unexpected_count');
  if (unexpected === undefined || elements === undefined) return [];
  const present = elements - (numberAt(found, 'missing_count') ?? 0);
  return [present > 0 ? (100 * unexpected) / present : undefined, (100 * unexpected) / elements];
}
