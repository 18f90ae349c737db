import { parseFairness } from './fairness-table.ts';
import type { DocumentKind, Documents } from './index.ts';
import { type MetricsOptions, parseMetrics } from './metric-tree.ts';
import type { Parsed, SourceText } from './problem.ts';
import { parseModelCard } from './read-model-card.ts';

/** Kinds that are read from the text of one file; the files of the model itself are never opened. */
export type TextDocumentKind = Exclude<DocumentKind, 'model'>;

const READERS: {
  readonly [K in TextDocumentKind]: (source: SourceText, options: MetricsOptions) => Parsed<Documents[K]>;
} = {
  metrics: parseMetrics,
  latency: parseMetrics,
  'model-card': parseModelCard,
  fairness: parseFairness,
};

/** Reads a file as the document that the policy says it is. `options` are for metrics and latency. */
export function readDocument<K extends TextDocumentKind>(
  kind: K,
  source: SourceText,
  options: MetricsOptions = {},
): Parsed<Documents[K]> {
  return READERS[kind](source, options);
}
