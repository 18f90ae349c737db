import { cleanText } from './clean-text.ts';
import type { FindingView, GateView, PlaceView, ReportView } from './view.ts';
import { plainPhrase } from './wording.ts';

/** As the checks API takes it. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** The checks API takes 50 annotations per request; more are appended by further requests. */
const BATCH = 50;
const MAX_TITLE = 255;
/** Beyond this nobody reads on, and each batch costs a write. */
const MOST_ANNOTATIONS = 200;

/**
 * Findings at the lines they are about, in batches as the API takes them. Only lines of the candidate's files can be
 * annotated; groups too small to be shown have no annotation, since its line would name them.
 */
export function annotationBatches(view: ReportView): readonly (readonly Annotation[])[] {
  const all = annotationsOf(view).slice(0, MOST_ANNOTATIONS);
  const batches: (readonly Annotation[])[] = [];
  for (let start = 0; start < all.length; start += BATCH) batches.push(all.slice(start, start + BATCH));
  return batches;
}

function annotationsOf(view: ReportView): readonly Annotation[] {
  const annotations: Annotation[] = [];
  for (const problem of view.problems) {
    if (!problem.inCandidate || problem.line === undefined) continue;
    annotations.push({
      ...spanOf(problem.path, problem.line),
      annotation_level: 'failure',
      title: 'Problem in the policy',
      message: cleanText(problem.message, 1_000),
    });
  }
  for (const model of view.models) {
    for (const gate of [...model.blocks, ...model.waits, ...model.warns]) annotations.push(...gateAnnotations(gate));
    for (const notice of model.notices) annotations.push(...annotate(notice, 'Worth a look', 'notice'));
  }
  return annotations;
}

function gateAnnotations(gate: GateView): readonly Annotation[] {
  const annotations: Annotation[] = [];
  for (const finding of gate.findings) {
    if (finding.standing === 'passes' || finding.standing === 'idle') continue;
    annotations.push(...annotate(finding, gate.title, finding.standing === 'blocks' ? 'failure' : 'warning'));
  }
  return annotations;
}

function annotate(finding: FindingView, title: string, level: Annotation['annotation_level']): readonly Annotation[] {
  const line = annotatedLine(finding.place);
  if (line === undefined || finding.place === null) return [];
  const fix = finding.fix === null ? '' : ` To pass: ${plainPhrase(finding.fix)}`;
  return [
    {
      ...spanOf(finding.place.path, line),
      annotation_level: level,
      title: cleanText(title, MAX_TITLE),
      message: `${plainPhrase(finding.says)}${fix}`,
    },
  ];
}

function annotatedLine(place: PlaceView | null): number | undefined {
  return place?.inCandidate === true ? place.line : undefined;
}

function spanOf(path: string, line: number): Pick<Annotation, 'path' | 'start_line' | 'end_line'> {
  return { path, start_line: line, end_line: line };
}
