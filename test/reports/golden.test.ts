import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../src/engine/verdict.ts';
import { checkRun } from '../../src/reports/check-run.ts';
import { renderComment } from '../../src/reports/comment.ts';
import { renderJobSummary } from '../../src/reports/job-summary.ts';
import { renderJson } from '../../src/reports/json.ts';
import { renderJunit } from '../../src/reports/junit.ts';
import { renderSarif } from '../../src/reports/sarif.ts';
import { renderText } from '../../src/reports/text.ts';
import type { ReportContext } from '../../src/reports/view.ts';
import { viewReport } from '../../src/reports/view-report.ts';
import { context } from './judgements.ts';
import { scenarios } from './scenarios.ts';

/** Every report of a judgement by the name of its golden file. */
function renderAll(judgement: Judgement, given: ReportContext): Readonly<Record<string, string>> {
  const view = viewReport(judgement, given);
  return {
    'comment.md': renderComment(view),
    'check-run.json': `${JSON.stringify(checkRun(view), null, 2)}\n`,
    'job-summary.md': renderJobSummary(view),
    'text.txt': renderText(view),
    'report.json': renderJson(judgement, given.wording),
    'junit.xml': renderJunit(view),
    'report.sarif': renderSarif(view),
  };
}

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  const files = renderAll(scenario.judgement, { ...context, ...scenario.context });

  test.each(Object.keys(files))('%s reads as agreed', async (file) => {
    await expect(files[file]).toMatchFileSnapshot(`../golden/reports/${name}/${file}`);
  });
});
