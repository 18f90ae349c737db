import type { MetricsDocument } from './metrics.ts';

/**
 * A latency document is a metrics document whose leaves are percentiles in milliseconds. It is an evidence kind of its
 * own so that a policy can keep load-test results apart from quality metrics.
 */
export type LatencyDocument = MetricsDocument;
