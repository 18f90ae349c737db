import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { READERS } from '../../../src/documents/readers/index.ts';
import { readEvidence } from '../../../src/documents/readers/read-evidence.ts';
import { complaintAbout, complaintAboutLoss, damageArbitrary, lossArbitrary, numbersIn } from './damage.ts';
import { TWINS } from './twins.ts';

const TEN_MINUTES = 600_000;
/** Cases of all twins together, at least. */
const CASES = 12_000;

const SHARE = Math.ceil(CASES / Object.keys(TWINS).length);

function optionsOf(id: string) {
  return id === 'lfs-pointer' ? { format: id } : {};
}

describe('every reader', () => {
  test.each(Object.entries(TWINS))('%s reads its twin, and finds numbers in it', (id, bytes) => {
    const parsed = readEvidence({ path: 'evidence', bytes }, optionsOf(id));
    expect(parsed).toMatchObject({ value: { format: id } });
    expect(numbersIn(parsed).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(TWINS))(
    'turns no damage of %s into a number that the file did not have or does not state',
    (id, bytes) => {
      fc.assert(
        fc.property(damageArbitrary(bytes), (damaged) => {
          expect(complaintAbout(bytes, damaged, optionsOf(id))).toBeUndefined();
        }),
        { numRuns: SHARE },
      );
    },
    TEN_MINUTES,
  );

  test.each(Object.entries(TWINS).filter(([, bytes]) => !bytes.includes(0)))(
    'gives no new number of %s where one of its numbers is lost',
    (id, bytes) => {
      fc.assert(
        fc.property(lossArbitrary(bytes), (damaged) => {
          expect(complaintAboutLoss(bytes, damaged, optionsOf(id))).toBeUndefined();
        }),
        { numRuns: 300 },
      );
    },
    TEN_MINUTES,
  );

  test.each(Object.entries(TWINS).filter(([, bytes]) => bytes[0] === 0x7b))(
    'never reads %s cut short',
    (id, bytes) => {
      for (let length = 1; length < bytes.length; length += 1)
        expect(readEvidence({ path: 'evidence', bytes: bytes.slice(0, length) }, optionsOf(id))).toHaveProperty(
          'problems',
        );
    },
    TEN_MINUTES,
  );

  test(
    'gives a document or problems for any file, whatever format the policy calls it',
    () => {
      const formats = READERS.map(({ id }) => id);
      const twins = Object.values(TWINS);
      fc.assert(
        fc.property(fc.constantFrom(...formats), fc.constantFrom(...twins), (format, bytes) => {
          const parsed = readEvidence({ path: 'evidence', bytes }, { format });
          expect('value' in parsed || parsed.problems.length > 0).toBe(true);
        }),
        { numRuns: 1000 },
      );
    },
    TEN_MINUTES,
  );
});

/** One megabyte of a reader's own kind: what repeats is what a hostile file would repeat. */
function repeat(count: number, make: (index: number) => unknown): readonly unknown[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function keyed(count: number, make: (index: number) => unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(repeat(count, make).map((value, index) => [`k${index}`, value]));
}

const DIGEST = 'ab'.repeat(32);
const LARGE: Readonly<Record<string, unknown>> = {
  'great-expectations': {
    success: true,
    results: repeat(4000, (index) => ({
      success: true,
      expectation_config: { type: 'expect_x', kwargs: { column: `c${index}` } },
      result: { element_count: 10, unexpected_count: 0, unexpected_percent: 0.0 },
    })),
  },
  pandera: { DATA: { X: repeat(9000, (index) => ({ schema: 's', column: `c${index}`, check: 'c', error: 'e' })) } },
  soda: {
    hasErrors: false,
    hasFailures: false,
    checks: repeat(9000, (index) => ({ name: `c${index % 7}`, outcome: 'pass', diagnostics: { value: index } })),
  },
  deepchecks: {
    type: 'SuiteResult',
    results: repeat(7000, () => ({
      type: 'CheckResult',
      check: { name: 'c' },
      value: 1,
      conditions_results: [{ Status: 'PASS' }],
    })),
  },
  evidently: {
    metrics: repeat(7000, (index) => ({
      metric_id: `ValueDrift(column=c${index},method=PSI,threshold=0.1)`,
      value: 0.2,
    })),
  },
  'drift-report': { rows: repeat(20_000, (index) => ({ feature: `c${index}`, psi: 0.1 })) },
  aif360: repeat(9000, (index) => ({ metric: `m${index}`, message: `: ${'1'.repeat(60)}x`, description: 'd' })),
  fairlearn: { overall: { f1: 1 }, by_group: { f1: keyed(40_000, () => 0.5) }, ratio: { f1: 1 } },
  'group-table': { sex: keyed(12_000, () => ({ tpr: 0.5, n: 3 })) },
  'sha256-manifest': { files: repeat(9000, (index) => ({ path: `f${index}`, sha256: DIGEST })) },
};

const TABLES: Readonly<Record<string, string>> = {
  aequitas: `attribute_name,attribute_value,tpr,group_size\n${repeat(20_000, (index) => `sex,g${index},0.5,8`).join('\n')}`,
  'sha256-manifest': repeat(13_000, (index) => `${DIGEST}  f${index}`).join('\n'),
};

describe('a megabyte', () => {
  const files = [
    ...Object.entries(LARGE).map(([id, content]) => [id, JSON.stringify(content)] as const),
    ...Object.entries(TABLES),
  ];
  test.each(files)('of %s is read within a second', (id, text) => {
    const bytes = new TextEncoder().encode(text);
    // The fastest of three: other work on the machine is not the reader's.
    const times = [1, 2, 3].map(() => {
      const started = performance.now();
      readEvidence({ path: 'evidence', bytes });
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(1000 * Math.max(1, bytes.length / 1e6));
    const parsed = readEvidence({ path: 'evidence', bytes });
    expect('problems' in parsed ? parsed.problems : parsed.value.format).toBe(id);
    expect(bytes.length).toBeGreaterThan(250_000);
  });
});
