/* oxlint-disable vitest/no-conditional-expect, vitest/no-standalone-expect -- a law speaks of the cases it generates, each under its own condition */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyText } from '../support/scene.ts';
import { GRAMMAR, problemsOf, readPolicyBytes, readPolicyText, validPolicy } from '../support/policy.ts';

function withGate(gate: string): string {
  return `version: 1
stages:
  production: { branch: main }
models:
  churn:
    paths: [models/churn/**]
    evidence: { metrics: models/churn/metrics.json }
    gates:
      ${gate}
`;
}

describe('the policy grammar', () => {
  test('is accepted whole', () => {
    const policy = validPolicy(GRAMMAR);
    expect(policy).toMatchObject({
      stages: [{ name: 'production', branch: 'main' }],
      owners: [],
      models: [
        {
          name: 'churn',
          paths: ['models/churn/**'],
          task: 'binary-classification',
          stage: 'production',
          evidence: { metrics: { path: 'models/churn/metrics.json' } },
          production: { ref: 'main' },
          bootstrap: 'refuse',
          nTolerance: 0,
          at: { line: 5, column: 3 },
        },
      ],
    });
    expect(policy.models[0]?.uses.map(({ gate, at }) => [gate.id, at.line])).toEqual([
      ['beats-production', 15],
      ['no-guardrail-regression', 17],
      ['no-guardrail-regression', 18],
      ['metric-thresholds', 20],
      ['slice-metrics', 21],
      ['model-card', 22],
      ['fairness', 23],
      ['latency-budget', 24],
      ['model-size-budget', 25],
    ]);
  });

  test.each([
    ['CRLF', GRAMMAR.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${GRAMMAR}`],
    ['JSON', policyText({})],
  ])('takes %s', (_name, text) => {
    expect(readPolicyText(text)).toHaveProperty('value');
  });

  test.each([
    [
      'an object with path, format and select',
      'evidence',
      { metrics: { path: 'a.json', format: 'metric-tree', select: 'test' } },
    ],
    ["production's own evidence", 'production', { ref: 'v1', evidence: { metrics: 'base.json' } }],
    ['bootstrap: allow', 'bootstrap', 'allow'],
    ['the default of bootstrap by its name', 'bootstrap', 'refuse'],
    ['bootstrap with a role', 'bootstrap', { approval: 'model-risk' }],
    ['n-tolerance in percent', 'n-tolerance', '1%'],
    ['n-tolerance as a fraction', 'n-tolerance', 0.01],
    ['several globs', 'paths', ['a/**', 'b/*.json', '**/c?.bin', '.github/models/**']],
    ['names of evidence that a glob would misread', 'evidence', { metrics: 'm(1)[a]{b}!.json' }],
  ])('takes %s', (_name, key, value) => {
    expect(problemsOf(policyText({ [key]: value }))).toEqual([]);
  });

  test.each([
    ['severity', '{ metric: a, direction: higher, min: 0, severity: shadow }'],
    ['enforce-from', '{ metric: a, direction: higher, min: 0, enforce-from: 2026-12-01 }'],
    ['pre-existing', '{ metric: a, direction: higher, min: 0, pre-existing: warn }'],
    ['a target', '{ metric: a, direction: target, target: 0.5, max: 0.1 }'],
    ['a range', '{ metric: a, direction: either, max: 1, range: [0, 1] }'],
  ])('takes %s beside the options of a gate', (_name, options) => {
    expect(problemsOf(withGate(`metric-thresholds: ${options}`))).toEqual([]);
  });

  test.each([
    '0',
    '0.01',
    '10%',
    '"10 %"',
    '0%',
    '100.0%',
    '{ absolute: 0.1 }',
    '{ relative: 2% }',
    '{ relative: 0.02 }',
    '{ absolute: 0, relative: 1%, combine: all }',
  ])('takes the amount %s', (amount) => {
    expect(
      problemsOf(withGate(`no-guardrail-regression: { metric: a, direction: higher, max-regression: ${amount} }`)),
    ).toEqual([]);
  });

  test('reads amounts, severities and dates', () => {
    const policy = validPolicy(
      withGate(
        'metric-thresholds: { metric: a, direction: higher, min: 0, severity: warn, enforce-from: 2026-12-01, pre-existing: warn }',
      ),
    );
    expect(policy.models[0]?.uses[0]).toMatchObject({
      options: { metric: 'a', direction: 'higher', min: 0 },
      severity: 'warn',
      enforceFrom: '2026-12-01',
      preExisting: 'warn',
    });
    expect(validPolicy(policyText({ 'n-tolerance': '1 %' })).models[0]?.nTolerance).toBe(0.01);
    expect(validPolicy(policyText({ 'n-tolerance': 0.02 })).models[0]?.nTolerance).toBe(0.02);
  });

  test('warns of a model without gates and of evidence that nobody names', () => {
    const parsed = readPolicyText(withGate('fairness: { attribute: sex, metric: demographic-parity-ratio, min: 0.8 }'));
    expect(parsed).toMatchObject({ warnings: [{ line: 9, message: expect.stringContaining('evidence.fairness') }] });
    expect(readPolicyText(policyText({ gates: {} }))).toMatchObject({
      warnings: [{ message: expect.stringContaining('no gates') }],
    });
    const latency = policyText({ evidence: {}, gates: { 'latency-budget': { 'p95-ms': 1 } } });
    expect(readPolicyText(latency)).toMatchObject({
      warnings: [{ message: expect.stringContaining('evidence.latency, evidence.metrics') }],
    });
  });
});

describe('what is no policy', () => {
  test.each([
    ['at the top', 'versio: 1\n', 'did you mean "version"'],
    ['of a stage', GRAMMAR.replace('branch:', 'brunch:'), 'did you mean "branch"'],
    ['of a model', GRAMMAR.replace('task:', 'tsk:'), 'did you mean "task"'],
    ['of evidence', GRAMMAR.replace('      fairness: models', '      fairnes: models'), 'did you mean "fairness"'],
    ['of production', GRAMMAR.replace('{ ref: main }', '{ refs: main }'), 'did you mean "ref"'],
    ['among the gates', GRAMMAR.replace('latency-budget:', 'latency-buget:'), 'did you mean "latency-budget"'],
    ['of a gate', GRAMMAR.replace('max-mb', 'max-md'), 'did you mean "max-mb"'],
    ['in a list of a gate', GRAMMAR.replace('min: 0.80', 'mim: 0.80'), 'did you mean "min"'],
    ['of an amount', GRAMMAR.replace('max-regression: 0.01', 'max-regression: { abs: 1 }'), 'unknown key "abs"'],
    ['called __proto__', GRAMMAR.replace('task:', '__proto__:'), 'unknown key "__proto__"'],
    ['called constructor', GRAMMAR.replace('task:', 'constructor:'), 'unknown key "constructor"'],
    ['that is a merge', GRAMMAR.replace('task: binary-classification', '<<: {}'), 'unknown key "<<"'],
  ])('is an unknown key %s', (_where, text, message) => {
    const problems = problemsOf(text);
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
    const named = problems.find((problem) => problem.message.includes(message));
    expect(named).toMatchObject({
      line: expect.any(Number),
      column: expect.any(Number),
      expected: expect.any(String),
      received: expect.any(String),
    });
  });

  test('points at the very key', () => {
    expect(problemsOf(GRAMMAR.replace('task:', 'tsk:'))).toMatchObject([{ line: 7, column: 5 }]);
    expect(problemsOf(GRAMMAR.replace('min: 0.80', 'min: high'))).toMatchObject([
      { line: 20, column: 50, expected: 'a number', received: '"high"' },
    ]);
  });

  test.each([
    ['metric-thresholds: { metric: a, direction: up, min: 0 }', 'higher, lower, target, either'],
    ['metric-thresholds: { metric: a, direction: higher, min: "0.8" }', 'a number'],
    ['metric-thresholds: { metric: a, direction: higher, min: true }', 'a number'],
    ['metric-thresholds: { metric: a, direction: higher, min: null }', 'a number'],
    ['metric-thresholds: { metric: "", direction: higher, min: 1 }', 'not empty'],
    ['metric-thresholds: [ ]', 'at least 1'],
    ['metric-thresholds: high', ''],
    ['metric-thresholds: { metric: a, direction: higher, min: 1, severity: fatal }', 'block, warn, shadow'],
    ['metric-thresholds: { metric: a, direction: higher, min: 1, range: [0] }', 'at least 2'],
    ['metric-thresholds: { metric: a, direction: higher, min: 1, range: [0, 1, 2] }', 'at most 2'],
    ['no-guardrail-regression: { metric: a, direction: higher, max-regression: -0.1 }', '≥ 0'],
    ['no-guardrail-regression: { metric: a, direction: higher, max-regression: "-1%" }', ''],
    ['no-guardrail-regression: { metric: a, direction: higher, max-regression: 10 percent }', ''],
    ['no-guardrail-regression: { metric: a, direction: higher, max-regression: { absolute: -1 } }', '≥ 0'],
    ['no-guardrail-regression: { metric: a, direction: higher, max-regression: { } }', 'at least 1'],
    ['slice-metrics: { metric: a, direction: higher, by: r, max-gap: -0.1 }', '≥ 0'],
    ['slice-metrics: { metric: a, direction: higher, by: r, min: 0, min-n: 0.5 }', ''],
    ['slice-metrics: { metric: a, direction: higher, by: r, min: 0, require: [{}] }', 'at least 1'],
    ['latency-budget: { p95-ms: 0 }', '> 0'],
    ['latency-budget: { p95-ms: 1, max-production-ratio: 0.5 }', '≥ 1'],
    ['model-size-budget: { max-mb: -1 }', '> 0'],
    ['fairness: { attribute: sex, metric: demographic-parity-ratio, min: 1.5 }', '≤ 1'],
    ['fairness: { attribute: sex, metric: parity, min: 0.5 }', 'demographic-parity-difference'],
    ['model-card: { sections: [poem] }', 'intended-use'],
    ['model-card: { sections: [owner, owner] }', 'each item once'],
    ['model-card: { sections: [] }', 'at least 1'],
  ])('refuses %s with line, column and what was expected', (gate, expected) => {
    const [problem] = problemsOf(withGate(gate));
    expect(problem).toMatchObject({ line: 9, column: expect.any(Number), received: expect.any(String) });
    expect(problem?.expected).toContain(expected);
  });

  test.each([
    ['metric-thresholds: { metric: a, direction: higher }', 'needs "min", "max" or both'],
    ['metric-thresholds: { metric: a, direction: higher, min: 2, max: 1 }', 'nothing can pass'],
    ['metric-thresholds: { metric: a, direction: target, max: 1 }', 'needs the key "target"'],
    ['metric-thresholds: { metric: a, direction: higher, target: 1, max: 1 }', 'only with direction "target"'],
    ['metric-thresholds: { metric: a, direction: higher, max: 1, range: [1, 0] }', 'ends before it begins'],
    ['beats-production: { metric: a, direction: either }', 'cannot be beaten'],
    ['beats-production: { metric: a, direction: higher, min-improvement: { combine: all } }', 'needs "absolute"'],
    ['no-guardrail-regression: { metric: a, direction: higher, max-regression: { combine: any } }', 'needs "absolute"'],
    ['slice-metrics: { metric: a, direction: higher, by: r }', 'needs at least one of'],
    ['slice-metrics: { metric: a, direction: higher, by: r, min: 2, max: 1 }', 'nothing can pass'],
    ['slice-metrics: { metric: a, direction: target, by: r, max-gap: 1 }', 'needs the key "target"'],
    ['slice-metrics: { metric: a, direction: higher, by: r, max-regression: { combine: all } }', 'needs "absolute"'],
    ['fairness: { attribute: sex, metric: demographic-parity-ratio, max: 0.5 }', 'a ratio needs "min"'],
    ['fairness: { attribute: sex, metric: demographic-parity-difference, min: 0.5 }', 'a difference needs "max"'],
    ['fairness: { attribute: sex, metric: demographic-parity-difference, min: 0.5, max: 0.1 }', 'nothing can pass'],
    ['latency-budget: { max-production-ratio: 2 }', 'needs at least one of'],
    [
      'metric-thresholds: { metric: a, direction: higher, min: 0, enforce-from: 2026-02-30 }',
      'no date of the calendar',
    ],
    [
      'metric-thresholds: { metric: a, direction: higher, min: 0, enforce-from: 2026-13-01 }',
      'no date of the calendar',
    ],
  ])('refuses what makes no sense together: %s', (gate, message) => {
    const [problem] = problemsOf(withGate(gate));
    expect(problem).toMatchObject({ line: 9, column: expect.any(Number), expected: expect.any(String) });
    expect(problem?.message).toContain(message);
  });

  test.each(['soon', '2026-1-1', '2026-12-01T00:00:00Z', '20261201'])(
    'refuses the date %s, with an example',
    (date) => {
      const gate = `metric-thresholds: { metric: a, direction: higher, min: 0, enforce-from: "${date}" }`;
      expect(problemsOf(withGate(gate))).toMatchObject([{ line: 9, example: expect.stringContaining('2026-12-01') }]);
    },
  );

  test.each([
    '/models/a.json',
    'C:/a.json',
    'a\\b.json',
    '../a.json',
    'a/../b.json',
    './a.json',
    'a//b.json',
    'a/',
    'a\u0007b',
  ])('refuses the path %j', (path) => {
    const problems = problemsOf(policyText({ evidence: { metrics: path }, paths: ['a/**'] }));
    expect(problems).toMatchObject([{ line: expect.any(Number), received: path }]);
  });

  test.each(['/models/**', '../**', 'a\\*', '!a/**', '{a,b}/**', '@(a|b)/**', '*/*/*/*/*/*/*/*/*', 'a//**'])(
    'refuses the glob %j',
    (glob) => {
      expect(problemsOf(policyText({ paths: [glob] }))).toMatchObject([{ line: expect.any(Number), received: glob }]);
      expect(problemsOf(policyText({ evidence: { model: glob } }))).toMatchObject([{ received: glob }]);
    },
  );

  test.each([
    ['a stage that there is not', policyText({ stage: 'canary' }), 'is not one of the stages'],
    ['a stage called constructor', policyText({ stage: 'constructor' }), 'is not one of the stages'],
    [
      'two stages of one branch',
      policyText({}, { stages: { a: { branch: 'main' }, b: { branch: 'main' } } }),
      'the same branch',
    ],
    ['no stages', policyText({}, { stages: {} }), 'stages is not valid'],
    ['no models', policyText({}, { models: {} }), 'models is not valid'],
    [
      'a model called policy',
      policyText({}, { models: { policy: { paths: ['a'], evidence: {}, gates: {} } } }),
      'cannot be called "policy"',
    ],
    [
      'a model called a/b',
      policyText({}, { models: { 'a/b': { paths: ['a'], evidence: {}, gates: {} } } }),
      'unknown key "a/b"',
    ],
    ['another version', policyText({}, { version: 2 }), 'version is not valid'],
    ['no version', GRAMMAR.replace('version: 1\n', ''), 'has no "version"'],
    ['a model without paths', policyText({ paths: undefined }), 'has no "paths"'],
    ['an odd owner', policyText({}, { 'policy-owners': ['alice'] }), 'policy-owners.0 is not valid'],
    [
      'a select where nothing reads it',
      policyText({ evidence: { fairness: { path: 'f.json', select: 'x' } } }),
      'has no "select"',
    ],
    [
      'a format where nothing reads it',
      policyText({ evidence: { 'model-card': { path: 'f.md', format: 'metric-tree' } } }),
      'has no "format"',
    ],
  ])('refuses %s', (_name, text, message) => {
    const problems = problemsOf(text);
    expect(problems[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  });

  test.each([
    ['an empty file', ''],
    ['a list', '- 1\n'],
    ['a word', 'modelgate\n'],
    ['a broken file', 'version: [1\n'],
    ['a duplicate key', 'version: 1\nversion: 1\n'],
    ['a tag', 'version: !!int 1\n'],
    ['a custom tag', 'version: !python/object 1\n'],
    ['an alias without an anchor', 'version: *x\n'],
    ['two documents', `${GRAMMAR}---\n${GRAMMAR}`],
    ['.nan', GRAMMAR.replace('0.80', '.nan')],
    ['.inf', GRAMMAR.replace('0.80', '.inf')],
    ['1e999', GRAMMAR.replace('0.80', '1e999')],
    ['.inf as an amount', GRAMMAR.replace('max-regression: 0.01', 'max-regression: .inf')],
    ['a huge file', `${GRAMMAR}#${'x'.repeat(300_000)}\n`],
  ])('refuses %s', (_name, text) => {
    expect(problemsOf(text)[0]?.message).toMatch(/\S/);
  });

  test('takes an alias for what it stands for', () => {
    const text = GRAMMAR.replace('0.80 }', '&floor 0.80 }').replace('min: 0.75', 'min: *floor');
    expect(validPolicy(text).models[0]?.uses[4]?.options).toMatchObject({ min: 0.8 });
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(readPolicyBytes(new Uint8Array([0xff, 0xfe, 0x00]))).toHaveProperty('problems');
  });

  test('says every mistake, once and in the order of the file', () => {
    const text = GRAMMAR.replace('task:', 'tsk:').replace('max-mb: 500', 'max-mb: big').replace('branch:', 'brunch:');
    const lines = problemsOf(text).map(({ line }) => line ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(new Set(problemsOf(text).map(({ line, message }) => `${line} ${message}`)).size).toBe(lines.length);
    expect(new Set(lines)).toEqual(new Set([3, 7, 25]));
  });
});

describe('a policy changed at random', () => {
  const pieces = [
    '',
    ':',
    '{',
    '}',
    '[',
    '-',
    ' ',
    '\n',
    '\t',
    'NaN',
    '-1',
    '1e999',
    '*a',
    '&a',
    '!x',
    '<<',
    '"',
    "'",
    '#',
    '\u0000',
    '🙂',
    '%',
  ];
  const edit = fc.record({ at: fc.nat(GRAMMAR.length), drop: fc.nat(12), piece: fc.constantFrom(...pieces) });

  test('is never thrown at, and is used only without any problem', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = GRAMMAR;
        for (const { at, drop, piece } of edits) text = text.slice(0, at) + piece + text.slice(at + drop);
        const parsed = readPolicyText(text);
        expect('problems' in parsed ? parsed.problems.length > 0 : parsed.value.stages.length > 0).toBe(true);
        expect('problems' in parsed && 'value' in parsed).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('with any key misspelt is refused', () => {
    // Comments hold words with a colon too.
    const keys = [...GRAMMAR.replace(/#.*/g, (text) => ' '.repeat(text.length)).matchAll(/[a-z][a-z0-9-]*(?=:)/g)];
    const misspelt = keys.filter(({ 0: key, index }) => index > 200 || !['production', 'churn'].includes(key));
    fc.assert(
      fc.property(fc.constantFrom(...misspelt), ({ index }) => {
        expect(problemsOf(`${GRAMMAR.slice(0, index)}x-${GRAMMAR.slice(index)}`)).not.toEqual([]);
      }),
    );
  });
});
