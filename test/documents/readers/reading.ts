import type { MetricRecord, MetricsDocument } from '../../../src/documents/metrics.ts';
import type { Parsed } from '../../../src/documents/problem.ts';
import { type EvidenceOptions, readEvidence } from '../../../src/documents/readers/read-evidence.ts';
import { sliceKey } from '../../../src/documents/slice-terms.ts';

const ENCODER = new TextEncoder();

/** A file as a tool wrote it: an object is written as JSON, a text as it is. */
export function parse(
  content: unknown,
  path = 'evidence.json',
  options: EvidenceOptions = {},
): Parsed<MetricsDocument> {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  return readEvidence({ path, bytes: ENCODER.encode(text) }, options);
}

export function read(content: unknown, path?: string, options?: EvidenceOptions): MetricsDocument {
  const parsed = parse(content, path, options);
  if ('problems' in parsed) throw new Error(`unexpected problems: ${JSON.stringify(parsed.problems)}`);
  return parsed.value;
}

/** Records by path, with the slice in brackets: `acc`, `acc [prompt=A]`. */
export function recordsOf(document: MetricsDocument): Readonly<Record<string, MetricRecord>> {
  return Object.fromEntries(
    document.records.map((record) => [
      record.slice.length === 0 ? record.path : `${record.path} [${sliceKey(record.slice)}]`,
      record,
    ]),
  );
}

/** Values by path, null for what cannot be used. */
export function valuesOf(document: MetricsDocument): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(recordsOf(document)).map(([path, { value }]) => [path, value]));
}

export function warningsOf(document: MetricsDocument): readonly string[] {
  return document.warnings.map(({ message }) => message);
}
