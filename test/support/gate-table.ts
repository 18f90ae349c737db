import { describe, expect, test } from 'vitest';
import type { Outcome, Severity } from '../../src/engine/outcome.ts';
import { type ChurnScene, gateOf, judgeChurn, worstOf } from './scene.ts';

/** One row of a gate's table: what it is asked, what is there, and what its worst finding must be. */
export interface GateRow extends Omit<ChurnScene, 'gates'> {
  /** Reads as a sentence after the gate's id: `fails just below the floor`. */
  readonly name: string;
  readonly options: unknown;
  readonly outcome: Outcome;
  readonly code?: string;
  readonly severity?: Severity;
  /** Part of the worst finding. */
  readonly finding?: Readonly<Record<string, unknown>>;
  /** Codes of all findings, worst first. */
  readonly codes?: readonly string[];
}

/** A table of one gate, judged from the text of the policy and of the documents. */
export function describeGate(id: string, rows: readonly GateRow[]): void {
  describe(`the table of ${id}`, () => {
    test.each(rows.map((row) => [row.name, row] as const))(`${id} %s`, async (_name, row) => {
      const { options, outcome, code, severity, finding, codes, ...scene } = row;
      const gate = gateOf(await judgeChurn({ ...scene, gates: { [id]: options } }), id);
      expect({ ...gate, worst: worstOf(gate), codes: gate.findings.map((found) => found.code) }).toMatchObject({
        outcome,
        worst: { ...(code === undefined ? {} : { code }), ...finding },
        ...(severity === undefined ? {} : { severity }),
        ...(codes === undefined ? {} : { codes }),
      });
    });
  });
}
