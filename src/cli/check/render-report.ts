import type { Judgement } from '../../engine/verdict.ts';
import { renderComment } from '../../reports/comment.ts';
import { renderJson } from '../../reports/json.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderSarif } from '../../reports/sarif.ts';
import { renderText } from '../../reports/text.ts';
import type { TextOptions } from '../../reports/text.ts';
import { viewReport } from '../../reports/view-report.ts';
import type { ReportView } from '../../reports/view.ts';
import { VERSION } from '../../version.ts';
import { gateDocsOf, wordingOf } from '../../wording-of.ts';
import type { ReportFormat } from '../formats.ts';

export function viewLocally(judgement: Judgement, headSha: string | null): ReportView {
  return viewReport(judgement, {
    wording: wordingOf,
    gateDocs: gateDocsOf,
    tool: { version: VERSION },
    ...(headSha === null ? {} : { headSha }),
  });
}

/** The report in the format that was asked for, with a line feed at its end. */
export function renderReport(
  format: ReportFormat,
  { judgement, view, text }: { readonly judgement: Judgement; readonly view: ReportView; readonly text: TextOptions },
): string {
  switch (format) {
    case 'text':
      return renderText(view, text);
    case 'json':
      return renderJson(judgement, wordingOf);
    case 'markdown':
      return renderComment(view);
    case 'junit':
      return renderJunit(view);
    case 'sarif':
      return renderSarif(view);
  }
}
