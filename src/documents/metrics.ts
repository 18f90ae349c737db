import type { Position, Problem } from './problem.ts';

/** One term of a slice key, for example attribute `region`, group `EU`. */
export interface SliceTerm {
  readonly attribute: string;
  readonly group: string;
}

/** An interval as the document states it. `level` is a fraction (0.95), when given. */
export interface StatedInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level?: number;
}

/** One number (or what stands where a number is due) of a metrics document. */
export interface MetricRecord {
  /** Full dotted path inside the document, the slice part left out: `test.auc`. Keys keep their own dots and signs. */
  readonly path: string;
  /** The last key of the path: `auc`. */
  readonly leaf: string;
  /** Sorted by attribute; empty for the whole evaluation set. */
  readonly slice: readonly SliceTerm[];
  /** Finite, or null when the value cannot be used: `unusable` then says why. */
  readonly value: number | null;
  /** As written: `0.950`, `NaN`, `true`, `"0.9"`. At most 80 characters. */
  readonly lexeme: string;
  /** Why the value cannot be used. `conflict`: the document states two different values for the same thing. */
  readonly unusable?: 'not-finite' | 'boolean' | 'string' | 'null' | 'list' | 'conflict';
  /** Sample size behind this value, a count. */
  readonly n?: number;
  /** Standard error, in the unit of the value. */
  readonly stderr?: number;
  readonly ci?: StatedInterval;
  readonly at: Position;
  /** Where the file has the value, as a JSON pointer or a cell, where `path` is not how the file itself names it. */
  readonly rawPath?: string;
  readonly split?: 'train' | 'validation' | 'test' | 'production';
  /** As the producing format fixes or states it: `fraction`, `percent`, `ms`, `s`, `bytes`, `usd`, `count`, `tokens`. */
  readonly unit?: string;
  /** Which way is better, where the file or its format says so; for display, never for judging (SEMANTICS.md §3). */
  readonly direction?: 'higher' | 'lower';
  readonly directionFrom?: 'file' | 'format';
  /** What the producer claimed of this value. Shown, never believed: gates judge the numbers. */
  readonly verdict?: 'pass' | 'fail' | 'warn' | 'error';
  readonly threshold?: { readonly op: '<' | '<=' | '>' | '>=' | '='; readonly value: number };
  /** ISO time of the measurement, where the file gives one for this value. */
  readonly when?: string;
}

/** Something a file states that is no number: a hash, a version, a status. Shown by `inspect`, read by later gates. */
export interface EvidenceFact {
  readonly name: string;
  readonly value: string;
  readonly at: Position;
}

/** The tool that wrote a file. */
export interface Producer {
  readonly tool: string;
  readonly version?: string;
}

/** One value of the block `evaluation` (SEMANTICS.md §12), kept as text for comparison and display. */
export interface EvaluationFact {
  readonly value: string;
  readonly at: Position;
}

/** On what the metrics were measured. Absent keys were not stated. */
export interface EvaluationFacts {
  readonly dataset_sha256?: EvaluationFact;
  readonly split?: EvaluationFact;
  readonly n?: EvaluationFact;
  readonly harness?: EvaluationFact;
  readonly harness_version?: EvaluationFact;
  readonly metric_definition?: EvaluationFact;
}

/** The id of a reader: see `readers/index.ts`. */
export type MetricsFormat = string;

/** A metrics document, read. Plain data: it survives JSON, so that a judgement can be replayed from its record. */
export interface MetricsDocument {
  readonly kind: 'metrics';
  readonly path: string;
  readonly format: MetricsFormat;
  readonly records: readonly MetricRecord[];
  readonly evaluation: EvaluationFacts;
  readonly producer?: Producer;
  /** ISO time at which the file says it was made. */
  readonly when?: string;
  readonly facts?: readonly EvidenceFact[];
  /** What is odd but makes nothing unusable by itself, such as a NaN that no gate may read. */
  readonly warnings: readonly Problem[];
}
