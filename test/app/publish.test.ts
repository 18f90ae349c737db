import { expect, test } from 'vitest';
import { ownRuns } from '../../src/app/publish.ts';
import { publishChecks } from '../../src/app/publish-checks.ts';
import { errorCheck } from '../../src/app/error-check.ts';
import type { CheckRun } from '../../src/github/types.ts';

const RUN: CheckRun = {
  id: 1,
  name: 'modelgate (production)',
  headSha: 'a'.repeat(40),
  status: 'completed',
  conclusion: 'success',
  externalId: null,
  title: null,
  appId: 7,
  annotations: 0,
  url: null,
};

test("a run is ours by its app, or where none is told by its name, and never another app's", () => {
  const unknown = { ...RUN, id: 2, appId: null };
  const runs = [RUN, unknown, { ...RUN, id: 3, appId: 8 }, { ...unknown, id: 4, name: 'build' }];
  expect(ownRuns(runs, 7).map(({ id }) => id)).toEqual([1, 2]);
});

test('a run with the right digest and another conclusion is written anew', async () => {
  const check = errorCheck(RUN.name, 'why');
  const updated: number[] = [];
  const to = {
    reader: { listCheckRuns: async () => [] },
    writer: {
      createCheckRun: async () => RUN,
      updateCheckRun: async (id: number) => {
        updated.push(id);
        return RUN;
      },
    },
    headSha: RUN.headSha,
    wanted: [check],
    asked: false,
    superseded: '',
  };
  const forged = { ...RUN, externalId: check.external_id };
  expect(await publishChecks({ ...to, known: [forged] })).toBe(1);
  expect(await publishChecks({ ...to, known: [{ ...forged, conclusion: check.conclusion }] })).toBe(0);
  expect(updated).toEqual([1]);
});
