import { ANNOTATION_TITLE_MAX_CHARS, CHECK_ANNOTATIONS_PER_REQUEST } from '../github/limits.ts';
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
/** Beyond this nobody reads on, and each batch costs a write. */
const MOST_ANNOTATIONS = 200;

/**
 * Findings at the lines they are about, in batches as the API takes them. Only lines of the candidate's files can be
 * annotated; groups too small to be shown have no annotation, since its line would name them.
 */
export function annotationBatches(view: ReportView): readonly (readonly Annotation[])[] {
  const all = firstDistinct(annotationsOf(view));
  const batches: (readonly Annotation[])[] = [];
  for (let start = 0; start < all.length; start += CHECK_ANNOTATIONS_PER_REQUEST)
    batches.push(all.slice(start, start + CHECK_ANNOTATIONS_PER_REQUEST));
  return batches;
}

/** Several gates may say the same about the same line, such as the one that makes a document unreadable. */
function firstDistinct(annotations: Iterable<Annotation>): readonly Annotation[] {
  const seen = new Map<string, Annotation>();
  for (const annotation of annotations) {
    const key = `${annotation.start_line} ${annotation.path} ${annotation.message}`;
    if (!seen.has(key)) seen.set(key, annotation);
    if (seen.size === MOST_ANNOTATIONS) break;
  }
  return [...seen.values()];
}

/** What blocks comes before what waits or warns, in every model, so that the cap cuts off what matters least. */
function* annotationsOf(view: ReportView): Generator<Annotation> {
  for (const problem of view.problems) {
    if (!problem.inCandidate || problem.line === undefined) continue;
    yield {
      ...spanOf(problem.path, problem.line),
      annotation_level: 'failure',
      title: 'Problem in the policy',
      message: cleanText(problem.message, 1_000),
    };
  }
  for (const model of view.models) for (const gate of model.blocks) yield* gateAnnotations(gate);
  for (const model of view.models) for (const gate of [...model.waits, ...model.warns]) yield* gateAnnotations(gate);
  for (const model of view.models) {
    for (const notice of model.notices) yield* annotate(notice, 'Worth a look', 'notice');
  }
}

function* gateAnnotations(gate: GateView): Generator<Annotation> {
  for (const finding of gate.findings) {
    if (finding.standing === 'passes' || finding.standing === 'idle') continue;
    yield* annotate(finding, gate.title, finding.standing === 'blocks' ? 'failure' : 'warning');
  }
}

function annotate(finding: FindingView, title: string, level: Annotation['annotation_level']): readonly Annotation[] {
  const line = annotatedLine(finding.place);
  if (line === undefined || finding.place === null) return [];
  const fix = finding.fix === null ? '' : ` To pass: ${plainPhrase(finding.fix)}`;
  return [
    {
      ...spanOf(finding.place.path, line),
      annotation_level: level,
      title: cleanText(title, ANNOTATION_TITLE_MAX_CHARS),
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
