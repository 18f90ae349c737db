import { parseFairness } from './fairness-table.ts';
import type { DocumentKind, Documents } from './index.ts';
import type { Parsed, SourceText } from './problem.ts';
import { parseModelCard } from './read-model-card.ts';
import { type EvidenceOptions, readEvidence } from './readers/read-evidence.ts';

/** Kinds that are read from the text of one file; the files of the model itself are never opened. */
export type TextDocumentKind = Exclude<DocumentKind, 'model'>;

const READERS: {
  readonly [K in TextDocumentKind]: (source: SourceText, options: EvidenceOptions) => Parsed<Documents[K]>;
} = {
  metrics: readEvidence,
  latency: readEvidence,
  'model-card': parseModelCard,
  fairness: parseFairness,
};

/** Reads a file as the document that the policy says it is. `options` are for metrics and latency. */
export function readDocument<K extends TextDocumentKind>(
  kind: K,
  source: SourceText,
  options: EvidenceOptions = {},
): Parsed<Documents[K]> {
  return READERS[kind](source, options);
}
