import type { FairnessDocument } from './fairness.ts';
import type { LatencyDocument } from './latency.ts';
import type { MetricsDocument } from './metrics.ts';
import type { ModelCardDocument } from './model-card.ts';
import type { ModelFilesDocument } from './model-files.ts';

/** Evidence kinds, by the key that names them under `evidence` in the policy, and what each is read into. */
export interface Documents {
  readonly metrics: MetricsDocument;
  readonly 'model-card': ModelCardDocument;
  readonly fairness: FairnessDocument;
  readonly latency: LatencyDocument;
  readonly model: ModelFilesDocument;
}

export type DocumentKind = keyof Documents;

export const DOCUMENT_KINDS = [
  'metrics',
  'model-card',
  'fairness',
  'latency',
  'model',
] as const satisfies readonly DocumentKind[];
