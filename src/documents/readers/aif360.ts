import { excerpt } from '../excerpt.ts';
import type { NumberNode, ObjectNode, TreeNode } from '../tree.ts';
import { createDocument, type DocumentBuilder, readNumberText, type RecordDetails } from './builder.ts';
import { agrees } from './claim.ts';
import { entriesOf, hasKeys, itemsOf, numberAt, textAt } from './nodes.ts';
import { defineReader, type TreeInput } from './reader.ts';

/** The one rule for the value of an explanation: what stands after the last colon of its message. */
const MESSAGE = /:\s*([-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|nan|inf))\s*$/i;
const IDEAL = /ideal value of this metric is (-?\d+(?:\.\d+)?)\b/i;

/** Names of counts by what they count; both kinds of names are in use in one version. */
const POSITIVES = ['numPositivePredictions', 'numPositives'] as const;
const SIZES = ['numInstances', 'num'] as const;

/** Positive outcomes of one group. */
export interface GroupCount {
  readonly group: 'unprivileged' | 'privileged';
  readonly positives: number;
  readonly n: number;
}

function countAt(node: ObjectNode, names: readonly string[], suffix: string): number | undefined {
  for (const name of names) {
    const count = numberAt(node, `${name}${suffix}`);
    if (count !== undefined) return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
  }
  return undefined;
}

/** The counts behind an explanation, where it has those of both groups. */
export function listGroupCounts(node: ObjectNode): readonly GroupCount[] {
  const counts = (['unprivileged', 'privileged'] as const).flatMap((group) => {
    const suffix = group === 'privileged' ? 'Privileged' : 'Unprivileged';
    const positives = countAt(node, POSITIVES, suffix);
    const n = countAt(node, SIZES, suffix);
    return positives === undefined || n === undefined || positives > n ? [] : [{ group, positives, n }];
  });
  return counts.length === 2 ? counts : [];
}

export function isExplanation(node: TreeNode): node is ObjectNode {
  return hasKeys(node, 'metric', 'message', 'description') || hasKeys(node, 'metric', 'message', 'ideal');
}

/** Unprivileged against privileged, with its sign: that is how AIF360 has it. */
function recompute(metric: string, [unprivileged, privileged]: readonly GroupCount[]): number | undefined {
  if (unprivileged === undefined || privileged === undefined) return undefined;
  const [a, b] = [unprivileged.positives / unprivileged.n, privileged.positives / privileged.n];
  const name = metric.toLowerCase().replaceAll(' ', '_');
  if (name === 'mean_difference' || name === 'statistical_parity_difference') return a - b;
  return name === 'disparate_impact' ? a / b : undefined;
}

function addExplanation(document: DocumentBuilder, node: ObjectNode): void {
  const metric = textAt(node, 'metric') ?? 'unnamed';
  const message = textAt(node, 'message') ?? '';
  const [, text] = MESSAGE.exec(message.slice(-200)) ?? [];
  const groups = listGroupCounts(node);
  const name = excerpt(metric, 80);
  if (groups.some(({ n }) => n === 0)) {
    document.warn(`Empty evidence: a group of ${name} has no instance`, node.at);
    return;
  }
  const [, ideal] = IDEAL.exec((textAt(node, 'ideal') ?? '').slice(0, 500)) ?? [];
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const details: RecordDetails = {
    ...(n > 0 ? { n } : {}),
    ...(ideal === undefined ? {} : { threshold: { op: '=', value: Number(ideal) } }),
  };
  const actual = recompute(metric, groups) ?? numberAt(node, 'numPositives') ?? numberAt(node, 'numNegatives');
  if (text === undefined) document.warn(`The message of ${name} does not end in its value`, node.at);
  else document.metric([metric], { text, at: node.at }, details);
  const printed = text === undefined ? undefined : printedOf(text, node);
  if (actual !== undefined && printed !== undefined && !agrees(printed, actual)) {
    document.warn(`contradiction: ${name} is stated as ${printed.lexeme}, its own counts give ${actual}`, node.at);
    document.computed([metric], actual, node.at, details);
  }
  if (text === undefined && actual !== undefined) document.computed([metric], actual, node.at, details);
  for (const { group, positives, n: size } of groups)
    document.computed(['positive_rate'], positives / size, node.at, {
      n: size,
      unit: 'fraction',
      slice: [{ attribute: 'group', group }],
    });
}

function printedOf(text: string, { at }: ObjectNode): NumberNode | undefined {
  const { value, lexeme } = readNumberText(text);
  return value === null ? undefined : { kind: 'number', at, value, lexeme };
}

/** One explanation, or several in a list or under names. */
export function listExplanations(root: TreeNode): readonly ObjectNode[] {
  const parts = [...itemsOf(root), ...entriesOf(root).map(({ value }) => value)];
  if (parts.length > 0 && parts.every(isExplanation)) return parts.filter(isExplanation);
  return isExplanation(root) ? [root] : [];
}

function read({ path, root }: TreeInput) {
  const document = createDocument(path, 'aif360');
  document.producer({ tool: 'aif360' });
  const explanations = listExplanations(root);
  if (explanations.length === 0) document.warn('Empty evidence: there is no explanation of a metric', root.at);
  for (const explanation of explanations) addExplanation(document, explanation);
  return document.finish();
}

export const aif360 = defineReader({
  id: 'aif360',
  title: 'AIF360 explanations of metrics as JSON',
  versions: '0.1–0.6',
  takes: 'the value at the end of the message, checked against the counts; the ideal value; the rate of each group',
  refuses: 'groups without an instance; values that their counts contradict',
  shapes: ['tree'],
  recognises: ({ root }) => listExplanations(root).length > 0,
  read,
});
