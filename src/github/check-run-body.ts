import type { CheckConclusion, CheckStatus } from './types.ts';

export interface CheckAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where both lines are the same one. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title?: string;
  readonly message: string;
  readonly rawDetails?: string;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** What a check run shows. Texts must already be within the limits of limits.ts. */
export interface CheckRunContent {
  readonly name: string;
  readonly status: CheckStatus;
  /** Required, and only allowed, when the status is `completed`. */
  readonly conclusion?: CheckConclusion;
  readonly externalId?: string;
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations?: readonly CheckAnnotation[];
  readonly actions?: readonly CheckAction[];
  readonly detailsUrl?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly completedAt?: string;
}

/** The body of a check run's POST or PATCH, with one batch of its annotations. */
export function checkRunBody(content: CheckRunContent, annotations: readonly CheckAnnotation[]) {
  return {
    name: content.name,
    status: content.status,
    ...(content.conclusion === undefined ? {} : { conclusion: content.conclusion }),
    ...(content.externalId === undefined ? {} : { external_id: content.externalId }),
    ...(content.detailsUrl === undefined ? {} : { details_url: content.detailsUrl }),
    ...(content.startedAt === undefined ? {} : { started_at: content.startedAt }),
    ...(content.completedAt === undefined ? {} : { completed_at: content.completedAt }),
    ...(content.actions === undefined ? {} : { actions: content.actions.map((action) => ({ ...action })) }),
    output: {
      title: content.title,
      summary: content.summary,
      ...(content.text === undefined ? {} : { text: content.text }),
      ...(annotations.length === 0 ? {} : { annotations: annotations.map(annotationBody) }),
    },
  };
}

function annotationBody(annotation: CheckAnnotation) {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    ...columns(annotation),
    annotation_level: annotation.level,
    message: annotation.message,
    ...(annotation.title === undefined ? {} : { title: annotation.title }),
    ...(annotation.rawDetails === undefined ? {} : { raw_details: annotation.rawDetails }),
  };
}

/** GitHub refuses columns on an annotation of several lines. */
function columns(annotation: CheckAnnotation): { start_column?: number; end_column?: number } {
  if (annotation.startLine !== annotation.endLine || annotation.startColumn === undefined) return {};
  return { start_column: annotation.startColumn, end_column: annotation.endColumn ?? annotation.startColumn };
}
