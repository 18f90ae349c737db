import { describe, expect, test } from 'vitest';
import { renderComment } from '../../src/reports/comment.ts';
import { plainPhrase, phraseFinding } from '../../src/reports/wording.ts';
import { viewReport } from '../../src/reports/view-report.ts';
import { context, judgement, model } from './judgements.ts';

const auc = { metric: 'auc', candidate: 0.93, production: 0.91, change: 0.02 };
const recall = { metric: 'recall', candidate: 0.8, production: 0.7, change: 0.1 };

function comment(metrics: Parameters<typeof model>[0]): string {
  return renderComment(viewReport(judgement({ models: [model(metrics)] }), context));
}

describe('what the pull request itself changed', () => {
  test('has a column where the change began elsewhere than at production', () => {
    const text = comment({
      metrics: [
        { ...auc, mergeBase: 0.9 },
        { ...recall, mergeBase: null },
      ],
    });
    expect(text).toContain('| Metric | Candidate | Production | At the merge base | Change from production |');
    expect(text).toMatch(/\| `auc` \| 0\.93 \| 0\.91 \| 0\.9 \| \+0\.02/);
    expect(text).toMatch(/\| `recall` \| 0\.8 \| 0\.7 \| – \| \+0\.1/);
  });

  test('has none where the change began at production', () => {
    const text = comment({ metrics: [auc] });
    expect(text).toContain('| Metric | Candidate | Production | Change |');
    expect(text).not.toContain('merge base');
  });
});

describe('the advice of a finding', () => {
  const message = { says: 'It fails.', fix: ['At least {bound}.', 'Meet {required}.'] };
  const finding = { code: 'x', outcome: 'fail', metric: 'auc', required: '≥ 0.9' } as const;

  test('is the first that is fully known', () => {
    const { fix } = phraseFinding({ ...finding, bound: 0.9 }, message);
    expect(fix === null ? null : plainPhrase(fix)).toBe('At least 0.9.');
  });

  test('falls back to one without the unknown number', () => {
    const { fix } = phraseFinding(finding, message);
    expect(fix === null ? null : plainPhrase(fix)).toBe('Meet ≥ 0.9.');
  });

  test('is left out where none is known', () => {
    expect(
      phraseFinding({ code: 'x', outcome: 'fail' }, { says: 'It fails.', fix: ['{bound}', '{required}'] }).fix,
    ).toBeNull();
  });
});
