import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import { byteLength, shorten } from '../../src/reports/budget.ts';
import { checkRun, MAX_CHECK_TEXT } from '../../src/reports/check-run.ts';
import { MAX_COMMENT, renderComment } from '../../src/reports/comment.ts';
import { MAX_JOB_SUMMARY, renderJobSummary } from '../../src/reports/job-summary.ts';
import { viewReport } from '../../src/reports/view-report.ts';
import { context, gate, improved, judgement, METRICS, model } from './judgements.ts';

function failingFindings(metrics: number, slices: number, name: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (let metric = 0; metric < metrics; metric++) {
    for (let slice = 0; slice < slices; slice++) {
      findings.push({
        code: 'below-minimum',
        outcome: 'fail',
        metric: `${name}_${metric}`,
        slice: `region=${name}${slice}`,
        candidate: 0.7 + metric / 10_000 + slice / 1_000_000,
        required: '≥ 0.8',
        bound: 0.8,
        at: { path: METRICS, line: metric * slices + slice + 1, column: 5 },
      });
    }
  }
  return findings;
}

/** 500 metrics × 50 slices, all failing, with everything else that can take room. */
function crowded(name: string, models: number, metricCount: number, sliceCount: number) {
  const findings = failingFindings(metricCount, sliceCount, name);
  const passing = Array.from({ length: 100 }, (_none, index) => ({ ...improved, id: `passing-${index}` }));
  const failing = Array.from({ length: 30 }, (_none, index) =>
    gate(`gate-${index}`, failingFindings(5, 5, `${name}${index}`), { title: `Gate ${name} ${index}` }),
  );
  const metrics = Array.from({ length: 500 }, (_none, index) => ({
    metric: `${name}.${index}`,
    candidate: index,
    production: index + 1,
    change: -1,
  }));
  const notices: readonly Finding[] = Array.from({ length: 300 }, (_none, index) => ({
    code: 'metric-dropped',
    outcome: 'fail',
    severity: 'warn',
    metric: `${name}.${index}`,
  }));
  const one = model({
    verdict: 'blocked',
    gates: [gate('slice-metrics', findings), ...failing, ...passing],
    metrics,
    notices,
  });
  return judgement({
    models: Array.from({ length: models }, (_none, index) => ({ ...one, name: `${name}${index}` })),
  });
}

describe('a report of 500 metrics × 50 slices that all fail', () => {
  const judged = crowded('metric', 1, 500, 50);
  const view = viewReport(judged, context);

  test('fits into a comment and keeps the verdict, the first failing finding and the marker', () => {
    const comment = renderComment(view);
    expect(byteLength(comment)).toBeLessThanOrEqual(MAX_COMMENT);
    const lines = comment.trimEnd().split('\n');
    expect(lines[0]).toBe(
      '❌ **Blocked for production**: `metric0`: `metric_0` 0.7 in `region=metric0`, required ≥ 0.8; 30 more gates block',
    );
    expect(lines.at(-1)).toBe('<!-- modelgate:sticky stage=production -->');
    expect(comment).toContain('- `metric_0` is 0.7 where `region=metric0`.');
    expect(comment).toMatch(/- and [\d,]+ more/u);
  });

  test('leaves out what passes before anything that fails', () => {
    const comment = renderComment(view);
    expect(comment).not.toContain('gates pass');
    expect(comment).toContain('What blocks');
  });

  test('fits into a check run', () => {
    const { output, annotationBatches } = checkRun(view);
    expect(byteLength(output.summary)).toBeLessThanOrEqual(MAX_CHECK_TEXT);
    expect(byteLength(output.text)).toBeLessThanOrEqual(MAX_CHECK_TEXT);
    expect(output.title.length).toBeLessThanOrEqual(255);
    expect(output.summary).toContain('- `metric_0` is 0.7 where `region=metric0`.');
    expect(annotationBatches.map((batch) => batch.length)).toEqual([50, 50, 50, 50]);
  });

  test('fits into a job summary, which shows more', () => {
    const summary = renderJobSummary(view);
    expect(byteLength(summary)).toBeLessThanOrEqual(MAX_JOB_SUMMARY);
    expect(byteLength(summary)).toBeGreaterThan(MAX_COMMENT);
  });

  test('renders as Markdown without a broken table or an open fold', () => {
    const html = marked.parse(renderComment(view), { async: false });
    expect(html.match(/<details>/gu)?.length ?? 0).toBe(html.match(/<\/details>/gu)?.length ?? 0);
    expect(html.match(/<table>/gu)).toHaveLength(1);
  });
});

test('forty models with names as long as they get still fit, the blocked ones first', () => {
  const name = '漢|*'.repeat(400);
  const judged = crowded(name, 40, 10, 5);
  const first = { ...model(), name: 'fine' };
  const view = viewReport({ ...judged, models: [first, ...judged.models.slice(0, 39)] }, context);
  const comment = renderComment(view);
  expect(byteLength(comment)).toBeLessThanOrEqual(MAX_COMMENT);
  expect(comment).toContain('**Blocked for production**');
  expect(comment).toContain('To pass:');
  expect(comment).not.toContain('### ✅ `fine`');
  expect(byteLength(checkRun(view).output.summary)).toBeLessThanOrEqual(MAX_CHECK_TEXT);
});

test('a judgement that fits is not shortened', () => {
  expect(shorten(1_000, () => 'whole', 'comment')).toBe('whole');
});

test('what fits no budget is cut at a line, the first line stays', () => {
  const text = `verdict\n${'a line\n'.repeat(100)}`;
  const cut = shorten(30, () => text, 'comment');
  expect(byteLength(cut)).toBeLessThanOrEqual(30);
  expect(cut).toMatch(/^verdict\na line\n[\s\S]*…\n$/u);
  expect(shorten(3, () => 'one long line', 'comment')).toContain('one long line');
});
