import { describe, expect, test } from 'vitest';
import { POLICY_PATH } from '../../src/policy/schema.ts';
import { review } from '../../src/review.ts';
import { memorySource } from '../../src/sources/memory.ts';
import { type FileSource, SourceUnreachable } from '../../src/sources/source.ts';
import { judgeScene, missingRef, NOW, PATHS, policyText, requestOf, reviewScene, silentRef } from '../support/scene.ts';

const AUC = (auc: number) => ({ [PATHS.metrics]: JSON.stringify({ auc }) });
const floor = (min: number) => ({ 'metric-thresholds': { metric: 'auc', direction: 'higher', min } });
const beats = { 'beats-production': { metric: 'auc', direction: 'higher' } };
const STRICT = policyText({ gates: floor(0.8) });
const LAX = policyText({ gates: floor(0.1) });

/** A branch of somebody's own, with a policy of their own. */
function branch(ref: string, policy: string | null) {
  const files = policy === null ? AUC(0.1) : { [POLICY_PATH]: policy, ...AUC(0.1) };
  return memorySource({ ref, commit: 'a'.repeat(40), files });
}

describe('whose policy judges', () => {
  test("the target branch's, never the head's", async () => {
    const judgement = await judgeScene({ policy: STRICT, headPolicy: LAX, head: AUC(0.5), base: AUC(0.9) });
    expect(judgement).toMatchObject({ verdict: 'blocked', policy: { ref: 'main' }, notes: ['policy-edited-here'] });
  });

  test("a lax branch's has no say where the default branch knows it as no stage's", async () => {
    const scene = { policy: policyText({ stage: 'production', gates: floor(0.8) }), head: AUC(0.5), base: AUC(0.9) };
    const lax = branch('feature', policyText({ gates: floor(0.1) }, { stages: { production: { branch: 'feature' } } }));
    const request = requestOf(scene);
    const { judgements } = await review({ ...request, root: request.base, base: lax, target: { branch: 'feature' } });
    expect(judgements).toMatchObject([{ verdict: 'blocked', stage: 'production', policy: { ref: 'main' } }]);
    expect(judgements[0]?.models[0]?.production).toMatchObject({ ref: 'main' });
  });

  test("a stage branch's own judges where the default branch agrees on the stage", async () => {
    const stages = { stages: { production: { branch: 'main' }, staging: { branch: 'dev' } } };
    const request = requestOf({ policy: policyText({ gates: floor(0.1) }, stages), head: AUC(0.5) });
    const dev = branch('dev', policyText({ gates: floor(0.8) }, stages));
    const { judgements } = await review({ ...request, root: request.base, base: dev, target: { branch: 'dev' } });
    expect(judgements).toMatchObject([{ verdict: 'blocked', stage: 'staging', policy: { ref: 'dev' } }]);
  });

  test('a stage branch that calls itself another stage is an error', async () => {
    const stages = (name: string) => ({ stages: { [name]: { branch: 'dev' } } });
    const request = requestOf({ policy: policyText({}, stages('production')), head: AUC(0.9) });
    const dev = branch('dev', policyText({}, stages('sandbox')));
    const { judgements } = await review({ ...request, root: request.base, base: dev, target: { branch: 'dev' } });
    expect(judgements).toMatchObject([
      { verdict: 'error', problems: [{ message: expect.stringContaining('does not name this branch') }] },
    ]);
  });

  test('an invalid policy of the default branch is an error, whatever the target says', async () => {
    const request = requestOf({ policy: LAX, head: AUC(0.9) });
    const { judgements } = await review({
      ...request,
      root: branch('trunk', 'version: 2'),
      target: { branch: 'main' },
    });
    expect(judgements).toMatchObject([{ verdict: 'error', models: [] }]);
  });

  test.each([
    ['the default branch has none', null, STRICT, 'main'],
    ['the target has none', STRICT, null, 'trunk'],
  ])('where %s, the other one judges', async (_name, ofRoot, ofBase, ref) => {
    const request = requestOf({ policy: LAX, head: AUC(0.5) });
    const { judgements } = await review({ ...request, root: branch('trunk', ofRoot), base: branch('main', ofBase) });
    expect(judgements).toMatchObject([{ verdict: 'blocked', policy: { ref } }]);
  });

  test('an invalid policy of the target is an error under the name of its stage', async () => {
    const request = requestOf({ policy: STRICT, head: AUC(0.9) });
    const { judgements, files } = await review({
      ...request,
      root: request.base,
      base: branch('main', `${LAX.slice(0, -2)},"x":1}`),
    });
    expect(judgements).toMatchObject([{ verdict: 'error', stage: 'production' }]);
    expect(files).toMatchObject([{ side: 'policy' }]);
  });

  test('one named by hand judges, and the report says so', async () => {
    const bytes = new TextEncoder().encode(STRICT);
    const judgement = await judgeScene({
      policy: LAX,
      head: AUC(0.5),
      request: { policyFile: { path: 'mine.yml', bytes } },
    });
    expect(judgement).toMatchObject({
      verdict: 'blocked',
      policy: { path: 'mine.yml', overridden: true },
      notes: ['policy-overridden'],
    });
  });
});

describe('a repository without a policy', () => {
  test('gets nothing', async () => {
    const request = requestOf({ policy: LAX, head: AUC(0.9), headPolicy: null, changedPaths: [PATHS.metrics] });
    const base = branch('main', null);
    expect(await review({ ...request, base })).toEqual({ governed: false, judgements: [], files: [] });
    const changedPaths = () => Promise.reject(new SourceUnreachable('GitHub answered 500'));
    expect(await review({ ...request, base, changedPaths })).toMatchObject({ governed: false });
    expect(await review({ ...request, base, changedPaths: async () => [POLICY_PATH] })).toMatchObject({
      governed: false,
    });
  });

  test('gets a preview of the policy that is added', async () => {
    const request = requestOf({ policy: STRICT, head: AUC(0.5) });
    const { governed, judgements } = await review({
      ...request,
      base: branch('main', null),
      changedPaths: async () => [POLICY_PATH, PATHS.metrics],
    });
    expect(governed).toBe(true);
    expect(judgements).toMatchObject([
      { verdict: 'blocked', stage: 'production', notes: ['policy-preview'], policy: { ref: 'head' } },
    ]);
    expect(judgements[0]?.models[0]?.gates.map(({ id }) => id)).toEqual(['metric-thresholds']);
  });

  test('gets the mistakes of the policy that is added', async () => {
    const request = requestOf({
      policy: STRICT,
      headPolicy: 'stages: { production: { branch: main } }',
      head: {},
    });
    const { judgements } = await review({ ...request, base: branch('main', null) });
    expect(judgements).toMatchObject([
      {
        verdict: 'error',
        stage: 'production',
        problems: expect.arrayContaining([expect.objectContaining({ line: 1 })]),
      },
    ]);
  });
});

describe('what cannot be had is never approved', () => {
  test.each(['metrics', 'model-card', 'fairness', 'latency'] as const)('the candidate document %s', async (kind) => {
    const judgement = await judgeScene({
      policy: policyText({
        evidence: { [kind]: PATHS[kind] },
        gates: {
          metrics: floor(0),
          'model-card': { 'model-card': {} },
          fairness: { fairness: { attribute: 'sex', metric: 'demographic-parity-ratio', min: 0.8 } },
          latency: { 'latency-budget': { 'p95-ms': 1 } },
        }[kind],
      }),
      head: { [PATHS[kind]]: { unreachable: 'GitHub answered 502' } },
      changedPaths: [PATHS.metrics],
    });
    expect(judgement.verdict).toBe('blocked');
    expect(judgement.models[0]?.gates[0]).toMatchObject({
      outcome: 'error',
      findings: [{ code: 'document-unreachable', facts: { reason: 'GitHub answered 502' } }],
    });
  });

  test('a document over the cap is invalid', async () => {
    const judgement = await judgeScene({ policy: STRICT, head: { [PATHS.metrics]: ' '.repeat(5_000_001) } });
    expect(judgement.models[0]?.gates[0]).toMatchObject({ outcome: 'invalid' });
  });

  test('a document that is a symbolic link is invalid', async () => {
    const judgement = await judgeScene({
      policy: STRICT,
      head: { [PATHS.metrics]: { content: '../x', mode: '120000' } },
    });
    expect(judgement.models[0]?.gates[0]).toMatchObject({ outcome: 'invalid' });
  });

  test.each([
    ['the candidate', 'candidate'],
    ['the target branch', 'base'],
  ] as const)('%s as a whole', async (_name, side) => {
    const request = requestOf({ policy: STRICT, head: AUC(0.9), base: AUC(0.8) });
    const { judgements } = await review({ ...request, [side]: silentRef(side, 'GitHub answered 503') });
    expect(['blocked', 'error']).toContain(judgements[0]?.verdict);
    const listed = memorySource({ ref: side, commit: null, files: {}, unreachable: 'GitHub answered 503' });
    const again = await review({ ...request, [side]: listed });
    expect(['blocked', 'error']).toContain(again.judgements[0]?.verdict);
  });

  test("the tree, where the model's files are weighed", async () => {
    const policy = policyText({ evidence: { model: PATHS.model }, gates: { 'model-size-budget': { 'max-mb': 1 } } });
    const request = requestOf({ policy, head: {}, changedPaths: [PATHS.metrics] });
    const { judgements } = await review({
      ...request,
      candidate: memorySource({ ref: 'head', commit: null, files: {}, unreachable: 'truncated' }),
    });
    expect(judgements[0]?.models[0]?.gates[0]).toMatchObject({ outcome: 'error' });
  });

  test('what the pull request changes', async () => {
    const judgement = await judgeScene({
      policy: STRICT,
      head: AUC(0.9),
      request: { changedPaths: () => Promise.reject(new SourceUnreachable('GitHub answered 500')) },
    });
    expect(judgement).toMatchObject({
      verdict: 'error',
      stage: 'production',
      problems: [{ message: expect.stringContaining('GitHub answered 500') }],
    });
  });

  test("the head's new policy", async () => {
    const scene = {
      policy: STRICT,
      head: { ...AUC(0.9), [POLICY_PATH]: { unreachable: 'GitHub answered 500' } },
      headPolicy: null,
    };
    const judgement = await judgeScene({ ...scene, changedPaths: [POLICY_PATH] });
    expect(judgement).toMatchObject({
      verdict: 'blocked',
      models: [{ name: 'policy', gates: [{ id: 'policy-change', outcome: 'error' }] }],
    });
  });

  test('a fault of ours is thrown, not called the evidence', async () => {
    const request = requestOf({ policy: STRICT, head: AUC(0.9) });
    const fault = new TypeError('a defect');
    await expect(review({ ...request, changedPaths: () => Promise.reject(fault) })).rejects.toThrow('a defect');
    await expect(
      review({ ...request, candidate: { ...request.candidate, read: () => Promise.reject(fault) } }),
    ).rejects.toThrow('a defect');
    await expect(
      review({ ...request, candidate: { ...request.candidate, commit: () => Promise.reject(fault) } }),
    ).rejects.toThrow('a defect');
  });
});

describe('what this pull request changed since the merge base', () => {
  const scene = { policy: STRICT, head: AUC(0.9), base: AUC(0.85) };
  const shown = async (mergeBase: () => Promise<FileSource>) => {
    const { models, verdict } = await judgeScene({ ...scene, request: { mergeBase } });
    return { verdict, metrics: models[0]?.metrics };
  };

  test('is shown beside production where the two differ', async () => {
    const { verdict, metrics } = await shown(async () => memorySource({ ref: 'x', commit: null, files: AUC(0.8) }));
    expect(verdict).toBe('approved');
    expect(metrics).toMatchObject([{ candidate: 0.9, production: 0.85, mergeBase: 0.8 }]);
  });

  test('is null for a metric that was not measured there', async () => {
    const files = Object.fromEntries(Object.keys(AUC(0.8)).map((path) => [path, '{ "other": 1 }']));
    const { metrics } = await shown(async () => memorySource({ ref: 'x', commit: null, files }));
    expect(metrics).toMatchObject([{ candidate: 0.9, production: 0.85, mergeBase: null }]);
  });

  test.each([
    ['is the same as production', async () => memorySource({ ref: 'x', commit: null, files: AUC(0.85) })],
    ['lacks the document', async () => memorySource({ ref: 'x', commit: null, files: {} })],
    ['cannot be reached', async () => silentRef('x', 'GitHub answered 500')],
    ['cannot be found', () => Promise.reject(new SourceUnreachable('GitHub answered 500'))],
  ])('is left out, and decides nothing, where the merge base %s', async (_name, mergeBase) => {
    const { verdict, metrics } = await shown(mergeBase);
    expect(verdict).toBe('approved');
    expect(metrics?.[0]).not.toHaveProperty('mergeBase');
  });
});

describe('a file whose size the tree does not tell', () => {
  const policy = policyText({ evidence: { model: PATHS.model }, gates: { 'model-size-budget': { 'max-mb': 0.01 } } });
  const judge = async (read: FileSource['read']) => {
    const entry = { path: 'models/churn/model.bin', mode: '100644', blob: null, bytes: null };
    const candidate: FileSource = { ref: 'work tree', commit: async () => null, list: async () => [entry], read };
    const judgement = await judgeScene({ policy, head: {}, changedPaths: [PATHS.metrics], request: { candidate } });
    return judgement.models[0]?.gates[0];
  };
  const entry = { path: 'models/churn/model.bin', mode: '100644', blob: null, bytes: 20_000 };

  test('weighs what reading it tells', async () => {
    const refused = await judge(async () => ({ state: 'refused', entry, reason: 'is too large' }));
    expect(refused).toMatchObject({ outcome: 'fail', findings: [{ candidate: 0.02 }] });
  });

  test('is of unknown weight where it went away', async () => {
    expect(await judge(async () => ({ state: 'absent' }))).toMatchObject({ outcome: 'missing' });
  });

  test('is an error where it cannot be read', async () => {
    expect(await judge(async () => ({ state: 'unreachable', reason: 'disk' }))).toMatchObject({ outcome: 'error' });
  });
});

test('a policy that is a symbolic link is an error, and not followed', async () => {
  const request = requestOf({ policy: STRICT, head: AUC(0.9) });
  const base = memorySource({
    ref: 'main',
    commit: null,
    files: { [POLICY_PATH]: { content: '../elsewhere.yml', mode: '120000' } },
  });
  expect((await review({ ...request, base })).judgements).toMatchObject([{ verdict: 'error', models: [] }]);
});

describe("where production's numbers come from", () => {
  test('a ref that does not exist is an error and no first model', async () => {
    const judgement = await judgeScene({
      policy: policyText({ gates: beats, production: { ref: 'v9' } }),
      head: AUC(0.9),
      base: AUC(0.8),
    });
    expect(judgement.models[0]?.gates[0]).toMatchObject({
      outcome: 'error',
      findings: [{ code: 'production-unreachable' }],
    });
    expect(judgement.verdict).toBe('blocked');
  });

  test('a ref that GitHub does not give is an error', async () => {
    const judgement = await judgeScene({
      policy: policyText({ gates: beats, production: { ref: 'v9' } }),
      head: AUC(0.9),
      silent: { v9: 'GitHub answered 403' },
    });
    expect(judgement.models[0]?.gates[0]).toMatchObject({ outcome: 'error' });
  });

  test('a ref without the document is the first model', async () => {
    const judgement = await judgeScene({
      policy: policyText({ gates: beats, production: { ref: 'v1' } }),
      head: AUC(0.9),
      base: AUC(0.8),
      refs: { v1: {} },
    });
    expect(judgement).toMatchObject({
      verdict: 'pending',
      models: [{ gates: [{ findings: [{ code: 'first-model' }] }] }],
    });
  });

  test('a tag by the policy, and the report says why', async () => {
    const judgement = await judgeScene({
      policy: policyText({ gates: beats, production: { ref: 'v1' } }),
      head: AUC(0.9),
      base: AUC(0.95),
      refs: { v1: AUC(0.8) },
    });
    expect(judgement).toMatchObject({
      verdict: 'approved',
      models: [
        {
          production: {
            ref: 'v1',
            commit: 'd'.repeat(40),
            path: PATHS.metrics,
            reason: expect.stringContaining('names v1'),
          },
        },
      ],
    });
  });

  test('case 31 where production stands elsewhere: the base that fails alike is pre-existing', async () => {
    const judgement = await judgeScene({
      policy: policyText({
        gates: { 'beats-production': { ...beats['beats-production'], 'pre-existing': 'warn' } },
        production: { ref: 'v1' },
      }),
      head: AUC(0.7),
      base: { ...AUC(0.7), 'models/churn/notes': '' },
      refs: { v1: AUC(0.8) },
      changedPaths: ['models/churn/notes'],
    });
    expect(judgement).toMatchObject({
      verdict: 'approved',
      models: [{ gates: [{ outcome: 'fail', severity: 'warn', preExisting: true }] }],
    });
  });

  test('a document that neither side has is pre-existing, although the refs differ', async () => {
    const judgement = await judgeScene({ policy: STRICT, head: { 'models/churn/x': '1' }, base: {} });
    expect(judgement).toMatchObject({
      verdict: 'blocked',
      models: [{ gates: [{ outcome: 'missing', preExisting: true }] }],
    });
  });
});

describe('what is reported', () => {
  test('always exactly one check on a stage branch, also where no model changed', async () => {
    const judgement = await judgeScene({ policy: STRICT, head: { 'README.md': 'x' } });
    expect(judgement).toMatchObject({
      verdict: 'approved',
      stage: 'production',
      models: [],
      notes: ['no-model-changed'],
    });
  });

  test('no promotion where the branch and the model have no stage', async () => {
    const judgement = await judgeScene({ policy: STRICT, head: AUC(0.1), request: { target: { branch: 'feature' } } });
    expect(judgement).toMatchObject({ verdict: 'approved', stage: null, notes: ['not-a-promotion'] });
  });

  test('one check for each own stage where the branch has none', async () => {
    const judgement = await judgeScene({
      policy: policyText({ stage: 'production', gates: floor(0.8) }),
      head: AUC(0.1),
      request: { target: { branch: 'feature' } },
    });
    expect(judgement).toMatchObject({ verdict: 'blocked', stage: 'production' });
  });

  test('the stage that is asked for, and none that there is not', async () => {
    const asked = (stage: string | undefined) =>
      judgeScene({ policy: STRICT, head: AUC(0.1), request: { target: { stage } } });
    expect(await asked('production')).toMatchObject({ verdict: 'blocked', stage: 'production' });
    expect(await asked('moon')).toMatchObject({ verdict: 'error', stage: 'moon', problems: [{ received: 'moon' }] });
    expect(await asked(undefined)).toMatchObject({ verdict: 'approved', notes: ['not-a-promotion'] });
  });

  test('named models, changed or not, and no others', async () => {
    const models = Object.fromEntries(
      ['a', 'b'].map((name) => [
        name,
        { paths: [`${name}/**`], evidence: { metrics: `${name}/m.json` }, gates: floor(0.8) },
      ]),
    );
    const scene = {
      policy: policyText({}, { models }),
      head: { 'a/m.json': '{"auc":0.9}', 'b/m.json': '{"auc":0.1}' },
      changedPaths: ['b/m.json'],
    };
    const only = async (...names: readonly string[]) => judgeScene({ ...scene, request: { only: names } });
    expect(await only('a')).toMatchObject({ verdict: 'approved', models: [{ name: 'a', changedPaths: [] }] });
    expect(await only('a', 'b')).toMatchObject({ verdict: 'blocked', models: [{ name: 'a' }, { name: 'b' }] });
    expect(await only('c')).toMatchObject({
      verdict: 'error',
      problems: [{ message: expect.stringContaining('"c"') }],
    });
    expect(await judgeScene({ ...scene, request: { only: [] } })).toMatchObject({
      models: [],
      notes: ['no-model-changed'],
    });
    expect(await judgeScene({ ...scene, request: { only: ['a'], target: { stage: undefined } } })).toMatchObject({
      models: [],
    });
  });

  test('the worst of several models', async () => {
    const models = Object.fromEntries(
      ['a', 'b'].map((name) => [
        name,
        { paths: [`${name}/**`], evidence: { metrics: `${name}/m.json` }, gates: floor(0.8) },
      ]),
    );
    const judgement = await judgeScene({
      policy: policyText({}, { models }),
      head: { 'a/m.json': '{"auc":0.9}', 'b/m.json': '{"auc":0.1}' },
    });
    expect(judgement).toMatchObject({ verdict: 'blocked', models: [{ verdict: 'approved' }, { verdict: 'blocked' }] });
  });

  test('every file that was read, with its bytes', async () => {
    const { files } = await reviewScene({ policy: policyText({ gates: beats }), head: AUC(0.9), base: AUC(0.8) });
    expect(files.map(({ side, document }) => [side, document])).toEqual([
      ['candidate', 'metrics'],
      ['production', 'metrics'],
      ['policy', 'policy'],
    ]);
  });
});

describe('a change of the policy itself', () => {
  const owned = (min: number, owners: readonly string[] = ['@risk']) =>
    policyText({ gates: floor(min) }, { 'policy-owners': owners });
  test.each([
    ['tightened', owned(0.8), owned(0.9), 'approved', 'pass'],
    ['loosened', owned(0.8), owned(0.7), 'pending', 'pending'],
    ['loosened without owners', STRICT, LAX, 'blocked', 'fail'],
    ['loosened by new owners', STRICT, owned(0.1), 'blocked', 'fail'],
    ['deleted', owned(0.8), null, 'pending', 'pending'],
    ['invalid', owned(0.8), 'version: 1', 'blocked', 'invalid'],
    ['in its comments alone', STRICT, `# hello\n${STRICT}`, 'approved', 'pass'],
  ] as const)(
    '%s stands in the place of a model where none changed',
    async (_name, policy, headPolicy, verdict, outcome) => {
      const judgement = await judgeScene({ policy, headPolicy, head: AUC(0.9), base: AUC(0.9) });
      expect(judgement).toMatchObject({
        verdict,
        models: [{ name: 'policy', gates: [{ id: 'policy-change', outcome }] }],
      });
      expect(judgement.notes).toContain('policy-edited-here');
    },
  );

  test('is reported with every changed model, also where the old policy passes', async () => {
    const judgement = await judgeScene({ policy: owned(0.8), headPolicy: owned(0.7), head: AUC(0.9), base: AUC(0.8) });
    expect(judgement).toMatchObject({
      verdict: 'pending',
      models: [
        {
          name: 'churn',
          gates: [
            { id: 'metric-thresholds', outcome: 'pass' },
            { id: 'policy-change', outcome: 'pending' },
          ],
        },
      ],
    });
  });

  test('is reported on a branch of no stage too', async () => {
    const judgement = await judgeScene({
      policy: STRICT,
      headPolicy: LAX,
      head: {},
      request: { target: { branch: 'feature' } },
    });
    expect(judgement).toMatchObject({ verdict: 'blocked', models: [{ name: 'policy', stage: null }] });
  });
});

describe('the digest of what was judged', () => {
  const scene = { policy: policyText({ gates: beats }), head: AUC(0.9), base: AUC(0.8) };

  test('stays where the base moves without changing anything, and where time passes', async () => {
    const { inputDigest } = await judgeScene(scene);
    expect((await judgeScene({ ...scene, baseCommit: 'f'.repeat(40) })).inputDigest).toBe(inputDigest);
    expect((await judgeScene({ ...scene, request: { evaluatedAt: '2027-01-01T00:00:00Z' } })).inputDigest).toBe(
      inputDigest,
    );
  });

  test.each([
    ['another head', { headCommit: 'f'.repeat(40) }],
    ["production's document", { base: { [PATHS.metrics]: '{"auc":0.8 }' } }],
    ["the candidate's document", { head: { [PATHS.metrics]: '{"auc":0.9 }' } }],
    ['the policy', { policy: `${scene.policy}\n`, headPolicy: `${scene.policy}\n` }],
    ['the stage', { policy: policyText({ gates: beats }, { stages: { x: { branch: 'main' } } }) }],
  ])('changes with %s', async (_name, change) => {
    expect((await judgeScene({ ...scene, ...change })).inputDigest).not.toBe((await judgeScene(scene)).inputDigest);
  });

  test('changes on the day on which a gate begins to block', async () => {
    const dated = policyText({
      gates: { 'metric-thresholds': { metric: 'auc', direction: 'higher', min: 1, 'enforce-from': '2026-12-01' } },
    });
    const at = (evaluatedAt: string) => judgeScene({ policy: dated, head: AUC(0.9), request: { evaluatedAt } });
    const [before, after] = [await at('2026-11-30T23:59:59Z'), await at('2026-12-01T00:00:00Z')];
    expect([before.verdict, after.verdict]).toEqual(['pending', 'blocked']);
    expect(before.inputDigest).not.toBe(after.inputDigest);
  });
});

describe('notices', () => {
  async function noticed(candidate: unknown, production: unknown, policy = policyText({ gates: floor(0) })) {
    const { models } = await judgeScene({
      policy,
      head: { [PATHS.metrics]: JSON.stringify(candidate) },
      base: { [PATHS.metrics]: JSON.stringify(production) },
      changedPaths: [PATHS.metrics],
    });
    return models[0]?.notices.map(({ code, metric, slice, facts }) => [code, metric ?? slice ?? facts?.['fact']]);
  }

  test.each([
    ['a metric that was dropped', { auc: 0.9 }, { auc: 0.9, recall: 0.5 }, [['metric-dropped', 'recall']]],
    [
      'a slice that was dropped',
      { auc: 0.9 },
      { auc: 0.9, slices: { r: { EU: { auc: 1 } } } },
      [['slice-dropped', 'r=EU']],
    ],
    ['n that shrank', { auc: { value: 0.9, n: 99 } }, { auc: { value: 0.9, n: 100 } }, [['n-shrank', 'auc']]],
    ['n that grew', { auc: { value: 0.9, n: 101 } }, { auc: { value: 0.9, n: 100 } }, []],
    [
      'an evaluation that one side alone states',
      { auc: 0.9, evaluation: { split: 'a' } },
      { auc: 0.9 },
      [['evaluation-one-sided', 'split']],
    ],
    [
      'an evaluation that changed',
      { auc: 0.9, evaluation: { split: 'a' } },
      { auc: 0.9, evaluation: { split: 'b' } },
      [['evaluation-changed', 'split']],
    ],
    ['a perfect score', { auc: 1 }, { auc: 0.9 }, [['perfect-score', 'auc']]],
    ['a perfect score that no gate reads', { auc: 0.9, recall: 1 }, { auc: 0.9, recall: 0.9 }, []],
    ['nothing', { auc: 0.9 }, { auc: 0.9 }, []],
  ])('tell of %s and block nothing', async (_name, candidate, production, codes) => {
    expect(await noticed(candidate, production)).toEqual(codes);
  });

  test('tell of a group that is no longer counted', async () => {
    const groups = { F: { n: 4, tp: 1, fp: 1, fn: 1, tn: 1 }, M: { n: 4, tp: 1, fp: 1, fn: 1, tn: 1 } };
    const table = (named: object) => JSON.stringify({ sex: { groups: named }, age: { groups } });
    const { models } = await judgeScene({
      policy: policyText({
        evidence: { metrics: PATHS.metrics, fairness: PATHS.fairness },
        gates: { fairness: { attribute: 'sex', metric: 'demographic-parity-ratio', min: 0.8 } },
      }),
      head: { ...AUC(1), [PATHS.fairness]: table(groups) },
      base: { ...AUC(1), [PATHS.fairness]: table({ ...groups, X: groups.F }) },
      changedPaths: [PATHS.fairness],
    });
    expect(models[0]?.notices).toMatchObject([
      { code: 'group-dropped', at: { path: PATHS.fairness, line: 1 }, facts: { attribute: 'sex', group: 'X' } },
    ]);
  });

  test('tell of a baseline that is edited, its files of the model too', async () => {
    const policy = policyText({
      gates: floor(0),
      production: { evidence: { metrics: 'base/m.json', model: 'base/*.bin' } },
    });
    const { models } = await judgeScene({
      policy,
      head: { ...AUC(1), 'base/m.json': '{}', 'base/x.bin': '2' },
      base: { 'base/m.json': '{"auc":1}', 'base/x.bin': '1' },
    });
    expect(models[0]?.notices.filter(({ code }) => code === 'baseline-edited').map(({ at }) => at?.path)).toEqual([
      'base/m.json',
      'base/x.bin',
    ]);
  });

  test('list what changed for display, with the direction that a name tells', async () => {
    const { models } = await judgeScene({
      policy: policyText({ gates: floor(0) }),
      head: { [PATHS.metrics]: '{"auc":0.5,"latency_ms":2,"x":NaN,"big":1e308}' },
      base: { [PATHS.metrics]: '{"auc":0.25,"gone":1,"big":-1e308}' },
    });
    expect(models[0]?.metrics).toMatchObject([
      { metric: 'auc', candidate: 0.5, production: 0.25, change: 0.25, direction: 'higher' },
      { metric: 'latency_ms', production: null, change: null, direction: 'lower' },
      { metric: 'big', change: null },
      { metric: 'gone', candidate: null },
    ]);
  });
});

test('a ref that does not exist rejects as such', async () => {
  await expect(missingRef('x').commit()).rejects.toThrow('no branch x');
  expect(NOW).toMatch(/^2026-11-21/);
});
