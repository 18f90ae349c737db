import { expect, test } from 'vitest';
import { plainPhrase } from '../../src/reports/wording.ts';
import { viewReport } from '../../src/reports/view-report.ts';
import { context, judgement } from './judgements.ts';

test('an error that no file is at fault for is told in its own words', () => {
  const view = viewReport(
    judgement({
      verdict: 'error',
      models: [],
      problems: [
        { path: '', message: 'What this pull request changes cannot be found out.' },
        { path: '', message: 'GitHub did not answer' },
      ],
    }),
    context,
  );
  expect(plainPhrase(view.headline.detail)).toContain(
    'What this pull request changes cannot be found out; GitHub did not answer',
  );
});
