import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import type { Judgement } from '../../src/engine/verdict.ts';
import { annotationBatches } from '../../src/reports/annotations.ts';
import { checkRun, CHECK_ACTIONS } from '../../src/reports/check-run.ts';
import { renderComment, stickyMarker } from '../../src/reports/comment.ts';
import { renderJson } from '../../src/reports/json.ts';
import { renderJunit } from '../../src/reports/junit.ts';
import { renderSarif } from '../../src/reports/sarif.ts';
import { renderText } from '../../src/reports/text.ts';
import type { ReportContext } from '../../src/reports/view.ts';
import { viewReport } from '../../src/reports/view-report.ts';
import { context, gate, held, improved, judgement, METRICS, model, regressed, slices } from './judgements.ts';

const bare: ReportContext = { wording: context.wording, tool: context.tool };

function commentOf(judged: Judgement, given: ReportContext = context): string {
  return renderComment(viewReport(judged, given));
}

function firstLine(judged: Judgement): string {
  return commentOf(judged).split('\n')[0] ?? '';
}

const fail: Finding = { code: 'regressed', outcome: 'fail', metric: 'recall', candidate: 0.5, production: 0.9 };

describe('what is shadow', () => {
  const judged = judgement({
    models: [model({ gates: [improved, gate('slice-metrics', [{ ...fail, severity: 'shadow', metric: 'secret' }])] })],
  });

  test('is silent in comment, check and text, and present in JSON', () => {
    const view = viewReport(judged, context);
    expect(renderComment(view)).not.toContain('secret');
    expect(JSON.stringify(checkRun(view))).not.toContain('secret');
    expect(renderText(view)).not.toContain('secret');
    expect(renderJson(judged, context.wording)).toContain('secret');
  });

  test('is said when the gate itself failed, which blocks whatever the policy says', () => {
    const broken: Finding = { code: 'gate-error', outcome: 'error', severity: 'shadow', facts: { reason: 'oops' } };
    const blocked = judgement({ models: [model({ verdict: 'blocked', gates: [gate('fairness', [broken])] })] });
    expect(firstLine(blocked)).toContain('The gate itself failed: oops');
    expect(renderJunit(viewReport(blocked, context))).toContain('errors="1"');
  });

  test('leaves the rest of its gate to be seen', () => {
    const mixed = gate('no-guardrail-regression', [fail, { ...fail, severity: 'shadow', metric: 'secret' }]);
    const comment = commentOf(judgement({ models: [model({ verdict: 'blocked', gates: [mixed] })] }));
    expect(comment).toContain('`recall`');
    expect(comment).not.toContain('secret');
  });
});

describe('a group below min-n (case 21)', () => {
  const small = slices.findings.filter((finding) => finding.suppressed);
  const judged = judgement({ models: [model({ verdict: 'pending', gates: [gate('slice-metrics', small)] })] });
  const view = viewReport(judged, context);

  test('has neither its name nor its numbers in comment, check, annotations and SARIF', () => {
    for (const text of [renderComment(view), JSON.stringify(checkRun(view)), renderSarif(view)]) {
      expect(text).not.toContain('LI');
      expect(text).not.toContain('0.31');
    }
    expect(annotationBatches(view)).toEqual([]);
  });

  test('is counted in the comment with what would pass', () => {
    expect(renderComment(view)).toContain(
      '- 1 comparison is about a group that is too small to be judged or shown here.<br>**To pass:** n ≥ 100',
    );
    expect(firstLine(judged)).toContain('`slice-metrics` has a group that is too small to judge');
  });

  test('is named in the terminal and the JSON report', () => {
    expect(renderText(view)).toContain('region=LI has 7 examples');
    expect(renderJson(judged, context.wording)).toContain('region=LI');
  });

  test('several with different conditions are only counted', () => {
    const two = [...small, ...small.map((finding) => ({ ...finding, required: 'n ≥ 50' }))];
    const comment = commentOf(
      judgement({ models: [model({ verdict: 'pending', gates: [gate('slice-metrics', two)] })] }),
    );
    expect(comment).toContain('2 comparisons are about groups that are too small to be judged or shown here.\n');
  });
});

describe('the first line', () => {
  test('counts the warnings of an approved model without a primary metric', () => {
    const { primary: _none, ...without } = model({ gates: [improved, gate('x', [{ ...fail, severity: 'warn' }])] });
    expect(firstLine(judgement({ models: [without] }))).toBe(
      '✅ **Approved for production**: `churn`: 1 gate passes; 1 warning',
    );
    expect(firstLine(judgement({ models: [{ ...without, gates: [improved, held] }] }))).toContain('2 gates pass');
  });

  test('says how many gates still wait', () => {
    const wait: Finding = { code: 'first-model', outcome: 'pending', metric: 'auc', at: { path: METRICS } };
    const gates = ['a', 'b'].map((id) => gate(id, [wait]));
    expect(firstLine(judgement({ models: [model({ verdict: 'pending', gates })] }))).toMatch(/1 more gate waits$/u);
    const three = [...gates, gate('c', [wait])];
    expect(firstLine(judgement({ models: [model({ verdict: 'pending', gates: three })] }))).toMatch(
      /2 more gates wait$/u,
    );
  });

  test('gives the bound where the condition has no words, with its unit', () => {
    const slow: Finding = { code: 'x', outcome: 'fail', metric: 'p95', candidate: 130, bound: 120, unit: 'ms' };
    const judged = judgement({ models: [model({ verdict: 'blocked', gates: [gate('latency-budget', [slow])] })] });
    expect(firstLine(judged)).toContain('`p95` 130 ms, required 120 ms');
    expect(commentOf(judged)).toContain('| `p95` | 130 ms | – | – | 120 ms | ❌ fails |');
  });

  test('gives production where there is no condition to give', () => {
    const judged = judgement({
      models: [model({ verdict: 'blocked', gates: [gate('x', [{ ...fail, unit: 'points' }])] })],
    });
    expect(firstLine(judged)).toContain('`recall` 0.5 points, production 0.9 points');
  });

  test('says the finding in a sentence where two numbers do not tell it', () => {
    const card: Finding = { code: 'odd', outcome: 'fail', metric: 'auc', candidate: 0.9 };
    const judged = judgement({ models: [model({ verdict: 'blocked', gates: [gate('model-card', [card])] })] });
    expect(firstLine(judged)).toContain('The result is `odd` for `auc`; `auc` 0.9474');
  });

  test('never shows a difference of two that are not comparable (case 26)', () => {
    const differs: Finding = {
      code: 'unit-change',
      outcome: 'incomparable',
      metric: 'auc',
      candidate: 94.3,
      production: 0.943,
      change: 93.357,
    };
    const judged = judgement({
      models: [
        model({
          verdict: 'blocked',
          gates: [gate('beats-production', [differs])],
          metrics: [{ metric: 'auc', candidate: 94.3, production: 0.943, change: 93.357, direction: 'higher' }],
        }),
      ],
    });
    const comment = commentOf(judged);
    expect(comment).toContain('`auc` is 94.3 and was 0.943: this looks like another unit');
    expect(comment).toContain('| `auc` | 94.3 | 0.943 | – | – | ❌ not comparable |');
    expect(comment).not.toContain('93.3');
  });

  test('says that modelgate is at fault where problems are in several files or nowhere', () => {
    const problems = [
      { path: 'a.yml', message: 'm' },
      { path: 'b.yml', message: 'm' },
    ];
    expect(firstLine(judgement({ verdict: 'error', models: [], problems }))).toContain(
      'because 2 files have 2 problems',
    );
    expect(firstLine(judgement({ verdict: 'error', models: [] }))).toContain('could not judge this pull request. This');
  });

  test('stays a sentence when no model has the verdict of the whole', () => {
    expect(firstLine(judgement({ verdict: 'pending', stage: null }))).toBe('⏳ **Pending**: no model was judged');
  });

  test('leaves out a primary metric that has no value', () => {
    const primary = { metric: 'auc', direction: 'higher', candidate: null, production: 0.9, change: null } as const;
    expect(firstLine(judgement({ models: [model({ primary })] }))).toContain('3 gates pass');
  });

  test('ends a code at the end of a sentence without a stop', () => {
    const wording = () => ({ says: 'There is no `limitations`' });
    const missing: Finding = { code: 'x', outcome: 'missing' };
    const judged = judgement({ models: [model({ verdict: 'blocked', gates: [gate('model-card', [missing])] })] });
    expect(commentOf(judged, { ...context, wording })).toContain('There is no `limitations`; `auc` 0.9474');
  });
});

describe('places', () => {
  test('are named without links where there is no repository or no commit', () => {
    const judged = judgement({
      models: [model({ verdict: 'blocked', gates: [regressed] })],
      policy: { path: 'p.yml', ref: 'work tree', commit: null, blob: null, sha256: 'x' },
      problems: [{ path: 'p.yml', message: 'odd' }],
    });
    for (const given of [bare, { ...bare, headSha: 'abc' }]) {
      const comment = commentOf(judged, given);
      expect(comment).toContain('<br>`models/churn/metrics.json:4:13`\n');
      expect(comment).toContain('Policy: `p.yml` at `work tree`');
      expect(comment).not.toContain('](');
    }
    const { headSha: _none, ...workTree } = context;
    expect(commentOf(judged, workTree)).not.toContain('#L4');
  });

  test('in the policy are not annotated, those in a policy that this pull request brings are', () => {
    const problems = [{ path: '.github/modelgate.yml', line: 3, column: 1, message: 'odd' }];
    const judged = judgement({ verdict: 'error', models: [], problems });
    expect(annotationBatches(viewReport(judged, context))).toEqual([]);
    const preview = viewReport({ ...judged, notes: ['policy-preview'] }, context);
    expect(annotationBatches(preview)[0]).toMatchObject([
      { start_line: 3, annotation_level: 'failure', message: 'odd' },
    ]);
  });

  test('without a line, or in nothing that was asked about, are not annotated', () => {
    const findings: readonly Finding[] = [
      { ...fail, at: { path: METRICS } },
      { ...fail, outcome: 'pass', at: { path: METRICS, line: 3 } },
      fail,
    ];
    const judged = judgement({ models: [model({ verdict: 'blocked', gates: [gate('x', findings)] })] });
    expect(annotationBatches(viewReport(judged, context))).toEqual([]);
  });

  test('are annotated once and with the level of what they do', () => {
    const at = { path: METRICS, line: 3, column: 2 };
    const invalid: Finding = {
      code: 'value-unusable',
      outcome: 'invalid',
      metric: 'auc',
      at,
      facts: { received: 'NaN', problem: 'x' },
    };
    const gates = [
      gate('beats-production', [invalid]),
      gate('metric-thresholds', [invalid]),
      gate('slice-metrics', [{ ...fail, severity: 'warn', at: { ...at, line: 4 } }]),
    ];
    const notices: readonly Finding[] = [
      { code: 'document-warning', outcome: 'fail', severity: 'warn', at, facts: { path: METRICS, problem: 'NaN' } },
      { code: 'metric-dropped', outcome: 'fail', severity: 'warn', metric: 'f1', at: { ...at, line: 9 } },
      { code: 'document-warning', outcome: 'fail', severity: 'warn', facts: { path: METRICS, problem: 'y' } },
    ];
    const view = viewReport(judgement({ models: [model({ verdict: 'blocked', gates, notices })] }), context);
    expect(annotationBatches(view)[0]?.map((one) => [one.start_line, one.annotation_level])).toEqual([
      [3, 'failure'],
      [4, 'warning'],
      [9, 'notice'],
    ]);
    expect(renderComment(view)).toContain(
      '**Beats production, metric-thresholds** · `beats-production`, `metric-thresholds`',
    );
  });
});

describe('the check run', () => {
  test('keeps the name that branch rules know', () => {
    expect(checkRun(viewReport(judgement({ stage: null }), context)).name).toBe('modelgate');
    expect(checkRun(viewReport(judgement(), context)).name).toBe('modelgate (production)');
  });

  test.each([
    ['approved', judgement(), 'success'],
    ['blocked', judgement({ models: [model({ verdict: 'blocked' })] }), 'failure'],
    ['pending', judgement({ models: [model({ verdict: 'pending' })] }), 'action_required'],
    ['error', judgement({ verdict: 'error', models: [] }), 'failure'],
    ['no model change', judgement({ models: [], verdict: 'approved' }), 'success'],
  ] as const)('concludes %s', (_name, judged, conclusion) => {
    expect(checkRun(viewReport(judged, context)).conclusion).toBe(conclusion);
  });

  test('has buttons within the limits of GitHub', () => {
    for (const action of CHECK_ACTIONS) {
      expect(action.label.length).toBeLessThanOrEqual(20);
      expect(action.description.length).toBeLessThanOrEqual(40);
      expect(action.identifier.length).toBeLessThanOrEqual(20);
    }
  });
});

describe('the terminal', () => {
  test('is coloured only when it is asked for', () => {
    const view = viewReport(judgement({ models: [model({ verdict: 'blocked', gates: [regressed] })] }), context);
    expect(renderText(view)).not.toContain('\u001B');
    expect(renderText(view, { color: true })).toContain('\u001B[31m');
  });

  test('stays within 80 columns, links of a sentence aside', () => {
    const view = viewReport(
      judgement({ models: [model({ verdict: 'blocked', gates: [improved, regressed, slices] })] }),
      context,
    );
    const [, ...lines] = renderText(view).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(
      Math.max(
        ...renderText(view, { width: 200 })
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeGreaterThan(90);
  });

  test('leaves the conditions out of a table that is too narrow for them', () => {
    const view = viewReport(judgement(), context);
    expect(renderText(view, { width: 60 })).not.toContain('required');
    expect(renderText(view, { width: 200 })).toContain('(+0.56%)');
  });

  test('tells who waived what, what was there before and when it will block', () => {
    const waived = gate('no-guardrail-regression', regressed.findings, {
      waived: { by: 'carol', reason: 'known', until: '2026-12-01' },
      preExisting: true,
      enforceFrom: '2027-01-01',
    });
    const idle = gate('fairness', [{ code: 'first-model-allowed', outcome: 'not-applicable', metric: 'auc' }]);
    const judged = judgement({
      stage: null,
      policy: null,
      models: [model({ stage: null, gates: [waived, idle, gate('empty', [], { outcome: 'pass' })] })],
    });
    const view = viewReport(judged, context);
    const text = renderText(view);
    expect(text).toContain('waived by carol until 2026-12-01: known');
    expect(text).toContain('fails on the base already');
    expect(text).toContain('blocks from 2027-01-01');
    expect(text).toContain('does not apply: fairness');
    expect(text).not.toContain('Policy:');
    const comment = renderComment(view);
    expect(comment).toContain('| ⚠️ fails, waived |');
    expect(comment).toContain('1 gate passes, 1 not applicable');
    expect(comment).toContain('✅ **empty**: nothing to compare');
    expect(renderJunit(view)).toContain('<skipped message="fairness: does not apply"/>');
  });
});

test('a waiver also covers what waits', () => {
  const wait: Finding = {
    code: 'first-model',
    outcome: 'pending',
    metric: 'auc',
    candidate: 0.9,
    required: '> production',
  };
  const waived = gate('x', [wait], { waived: { by: 'carol', reason: 'known', until: '2026-12-01' } });
  expect(commentOf(judgement({ models: [model({ gates: [waived] })] }))).toContain('⚠️ waiting, waived');
});

test('a chart reads numbers that Mermaid has no exponents for, and a flat line', () => {
  function chartOf(...values: readonly number[]): string {
    const primary = {
      metric: 'auc',
      direction: 'higher',
      candidate: values.at(-1) ?? 0,
      production: null,
      change: null,
    } as const;
    const churn = values.slice(0, -1).map((value) => ({ verdict: 'approved' as const, value, at: '2026-11-03' }));
    return commentOf(judgement({ models: [model({ primary })] }), { ...context, trend: { churn, toString: [] } });
  }
  expect(chartOf(1e-9, 2e-9, 3e-9)).toContain('line [0.000000001, 0.000000002, 0.000000003]');
  expect(chartOf(1e25, 2e25, 3e25)).toMatch(/line \[1\d{25}, 2\d{25}, /u);
  expect(chartOf(0, 0, 0)).toContain('y-axis -1 --> 1');
  expect(chartOf(5, 5, 5)).toContain('y-axis 4.75 --> 5.25');
  expect(chartOf(5, 5)).not.toContain('mermaid');
  expect(chartOf(5, Number.NaN, 5)).not.toContain('mermaid');
  const other = { ...context, trend: { fraud: [] } };
  expect(commentOf(judgement(), other)).not.toContain('mermaid');
});

test('a gate is linked to where the policy asks for it', () => {
  const asked = gate('slice-metrics', [fail], { at: { path: '.github/modelgate.yml', line: 16, column: 7 } });
  const judged = judgement({ models: [model({ verdict: 'blocked', gates: [asked] })] });
  expect(commentOf(judged)).toMatch(
    /\*\*Slice metrics\*\* · \[`slice-metrics`\]\(\S+\/blob\/abc1234\w+\/\S+yml#L16\)/u,
  );
  expect(commentOf(judged, bare)).toContain('**Slice metrics** · `slice-metrics`\n');
});

test('a finding that nobody worded is still told everywhere', () => {
  const odd: Finding = { code: 'odd', outcome: 'missing', at: { path: METRICS, line: 2 } };
  const { primary: _none, ...without } = model({ verdict: 'blocked', gates: [gate('model-card', [odd])] });
  const judged = judgement({ models: [without] });
  const view = viewReport(judged, { ...context, wording: () => ({ says: 'There is none.{nearest}' }) });
  expect(renderComment(view).split('\n')[0]).toMatch(/: There is none\.unknown$/u);
  expect(renderSarif(view)).toContain('"text": "There is none.unknown"');
  const nearest = { ...odd, facts: { nearest: '' } };
  const named = judgement({ models: [{ ...without, gates: [gate('model-card', [nearest])] }] });
  const sentence = viewReport(named, { ...context, wording: () => ({ says: 'There is none.{nearest}' }) });
  expect(renderComment(sentence).split('\n')[0]).toMatch(/: There is none$/u);
});

test('a model that waits without a gate is no success in JUnit', () => {
  const judged = judgement({ models: [model({ verdict: 'pending', gates: [] })] });
  expect(renderJunit(viewReport(judged, context))).toContain('failures="1"');
});

test('a policy without a commit is named without one', () => {
  const policy = { path: 'p.yml', ref: 'work tree', commit: null, blob: null, sha256: 'x' };
  expect(renderText(viewReport(judgement({ policy }), context))).toContain('Policy: p.yml at work tree\n');
});

test('a model with a remark of its own says it', () => {
  const judged = judgement({ models: [model({ reason: 'not-a-promotion', gates: [] })] });
  expect(commentOf(judged)).toContain('This pull request does not promote this model.');
  expect(renderJunit(viewReport(judged, context))).toContain('failures="0"');
});

test('a single changed metric and a problem too many are counted in words', () => {
  const metrics = [{ metric: 'auc', candidate: 1, production: 2, change: -1 }];
  expect(commentOf(judgement({ models: [model({ metrics })] }))).toContain('<summary>1 metric changes</summary>');
  const problems = Array.from({ length: 60 }, (_none, line) => ({ path: 'p.yml', line: line + 1, message: 'm' }));
  expect(commentOf(judgement({ verdict: 'error', models: [], problems }))).toContain('- and 10 more');
});

test('a problem can be reported in SARIF with its place', () => {
  const problems = [
    { path: 'p.yml', line: 3, message: 'm' },
    { path: 'q r.yml', message: 'm' },
  ];
  const sarif = renderSarif(viewReport(judgement({ verdict: 'error', models: [], policy: null, problems }), context));
  expect(JSON.parse(sarif)).toMatchObject({
    runs: [
      {
        results: [
          { ruleId: 'problem', locations: [{ physicalLocation: { region: { startLine: 3 } } }] },
          { ruleId: 'problem', locations: [{ physicalLocation: { artifactLocation: { uri: 'q%20r.yml' } } }] },
        ],
      },
    ],
  });
});

test('the marker of a stage cannot be closed by its name and tells stages apart', () => {
  expect(stickyMarker('a-->b')).toBe('<!-- modelgate:sticky stage=a-%2D%3Eb -->');
  expect(stickyMarker('x---y')).not.toMatch(/--.*--.*-->$/u);
  expect(new Set([stickyMarker(null), stickyMarker(''), stickyMarker('null')]).size).toBe(3);
});
