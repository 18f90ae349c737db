import { describeMerge } from './page.ts';
import type { Act } from './stage.ts';

const COMMENT_LINES = 6;
const WIDTH = 150;

/** One pull request on the terminal. */
export function showAct(act: Act, differences: readonly string[]): string {
  const { repository, pull, script, first, judgedMs } = act;
  const comment = (first.comment ?? first.summary).split('\n').filter((line) => line.trim() !== '');
  const annotated = first.annotations.map(
    ({ path, start_line: line, annotation_level: level, message }) => `${level} ${path}:${line} ${message}`,
  );
  return [
    '',
    `${repository.fullName} #${pull.number}  ${script.title}`,
    `  check    modelgate (production): ${first.conclusion} after ${Math.round(judgedMs)} ms`,
    `  ${first.comment === undefined ? 'summary' : 'comment'}  ${comment
      .slice(0, COMMENT_LINES)
      .map((line) => cut(line))
      .join('\n           ')}`,
    ...annotated.slice(0, 3).map((line) => `  line     ${cut(line)}`),
    ...(annotated.length > 3 ? [`           and ${annotated.length - 3} more`] : []),
    differences.length === 0 ? '  expected so' : `  DIFFERS  ${differences.join('\n           ')}`,
  ].join('\n');
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

/** Everything once more, one line each. */
export function showSummary(acts: readonly Act[], differing: ReadonlySet<Act>): string {
  const rows = acts.map((act) => [
    `${act.repository.name} #${act.pull.number}`,
    act.script.title,
    act.first.conclusion,
    `${Math.round(act.judgedMs)} ms`,
    differing.has(act) ? 'DIFFERS' : 'as expected',
    act.merge.status === 200 ? 'merged' : `refused ${act.merge.status}`,
  ]);
  const all = [['pull request', 'title', 'check', 'after', 'expectation', 'merge'], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function showMerge(act: Act): string {
  return `  ${act.repository.name} #${act.pull.number}  ${cut(describeMerge(act))}`;
}
