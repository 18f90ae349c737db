import type { TreeNode } from '../tree.ts';
import type { DocumentBuilder } from './builder.ts';
import { addClaim } from './claim.ts';
import { booleanAt, itemsOf, nodeAt, objectAt, textAt } from './nodes.ts';

const STATUSES = ['SUCCESS', 'WARNING', 'FAIL', 'ERROR', 'SKIPPED'] as const;
type Status = (typeof STATUSES)[number];

/** An unknown status is an error: nobody can say what it would mean. 0.7 may write the name of its enumeration. */
function statusOf(test: TreeNode): Status {
  const word = textAt(test, 'status')?.toUpperCase().replace('TESTSTATUS.', '');
  return STATUSES.find((status) => status === word) ?? 'ERROR';
}

/** Counts of tests by status, and what the summary of a test suite claims of them. An error is neither pass nor fail. */
export function readTests(document: DocumentBuilder, root: TreeNode): void {
  const tests = itemsOf(nodeAt(root, 'tests'));
  const summary = objectAt(root, 'summary');
  if (tests.length === 0) {
    if (summary !== undefined) document.warn('Empty evidence: the suite ran no test', root.at);
    return;
  }
  const statuses = tests.map(statusOf);
  const count = (wanted: Status): number => statuses.filter((status) => status === wanted).length;
  const run = tests.length - count('SKIPPED');
  if (count('ERROR') > 0)
    document.warn(`${count('ERROR')} of ${tests.length} tests ended in an error: neither passed nor failed`, root.at);
  if (count('SKIPPED') > 0) document.warn(`${count('SKIPPED')} of ${tests.length} tests were skipped`, root.at);
  const n = tests.length;
  for (const status of STATUSES)
    document.computed(['tests', status], count(status), root.at, {
      n,
      unit: 'count',
      direction: status === 'SUCCESS' ? 'higher' : 'lower',
      directionFrom: 'format',
    });
  const passed = count('SUCCESS') + count('WARNING');
  if (run > 0)
    document.computed(['tests', 'success_share'], count('SUCCESS') / run, root.at, {
      n: run,
      unit: 'fraction',
      direction: 'higher',
      directionFrom: 'format',
      verdict: count('ERROR') > 0 ? 'error' : count('FAIL') > 0 ? 'fail' : count('WARNING') > 0 ? 'warn' : 'pass',
    });
  const claims: Readonly<Record<string, number>> = {
    total_tests: tests.length,
    success_tests: passed,
    failed_tests: count('FAIL'),
  };
  for (const [key, actual] of Object.entries(claims)) {
    const claimed = nodeAt(summary, key);
    if (claimed !== undefined) addClaim(document, ['summary', key], claimed, [actual], { n, unit: 'count' });
  }
  if (booleanAt(summary, 'all_passed') === true && passed < run)
    document.warn('contradiction: all_passed is true, and not all of the tests passed', root.at);
}
