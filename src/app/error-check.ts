import { createHash } from 'node:crypto';
import type { CheckRun } from '../reports/check-run.ts';

/** A completed check that says that there is no judgement, and why. Ours to answer for, not the model's. */
export function errorCheck(name: string, why: string): CheckRun {
  return {
    name,
    conclusion: 'failure',
    // Never the digest of a judgement: whatever comes next is published in its place.
    external_id: `error:${createHash('sha256').update(why).digest('hex').slice(0, 32)}`,
    output: {
      title: 'Error: modelgate could not judge this pull request',
      summary: `modelgate could not judge this pull request. This says nothing about the model.\n\n${why}\n\nIt is tried again by itself when the fault may be gone; "Re-run" tries at once.`,
      text: '',
    },
    annotationBatches: [],
    actions: [{ label: 'Re-run', description: 'Judge this commit once more', identifier: 'rerun' }],
  };
}
