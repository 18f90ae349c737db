import { invalid, Refusal } from './http.ts';
import type { RequestContext } from './http.ts';
import type { AnnotationRecord, CheckRunRecord } from './state.ts';

/** What a check run's POST or PATCH says, after everything that GitHub refuses with 422 has been refused. */
export interface CheckInput {
  readonly name?: string;
  readonly status?: CheckRunRecord['status'];
  readonly conclusion?: CheckRunRecord['conclusion'];
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly output?: CheckRunRecord['output'];
  readonly annotations: readonly AnnotationRecord[];
  readonly actions?: CheckRunRecord['actions'];
}

const STATUSES = ['queued', 'in_progress', 'completed'] as const;
const CONCLUSIONS = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'] as const;
const LEVELS = new Set(['notice', 'warning', 'failure']);
const TEXT_MAX = 65_535;
const TITLE_MAX = 255;
const ANNOTATIONS_MAX = 50;
const ACTION_LIMITS = { label: 20, description: 40, identifier: 20 } as const;

export function parseCheckInput(context: RequestContext): CheckInput {
  const { body } = context;
  const status = oneOf(body['status'], STATUSES, 'status');
  const conclusion = oneOf(body['conclusion'], CONCLUSIONS, 'conclusion');
  if (status === 'completed' && conclusion === undefined) throw invalid('CheckRun', 'conclusion', 'missing_field');
  if (status !== undefined && status !== 'completed' && conclusion !== undefined) {
    throw invalid('CheckRun', 'status', 'invalid', 'status must be completed when there is a conclusion');
  }
  const output = asObject(body['output']);
  return {
    ...optional('name', text(body['name'])),
    // A conclusion alone completes the run.
    ...optional('status', conclusion === undefined ? status : 'completed'),
    ...optional('conclusion', conclusion),
    ...optional('externalId', text(body['external_id'])),
    ...optional('detailsUrl', text(body['details_url'])),
    ...optional('startedAt', text(body['started_at'])),
    ...optional('completedAt', text(body['completed_at'])),
    ...optional('output', output === undefined ? undefined : parseOutput(output)),
    annotations: parseAnnotations(output?.['annotations']),
    ...optional('actions', parseActions(body['actions'])),
  };
}

function parseOutput(output: Readonly<Record<string, unknown>>): CheckRunRecord['output'] {
  const title = text(output['title']);
  const summary = text(output['summary']);
  if (title === undefined || summary === undefined) {
    throw new Refusal(422, 'Invalid request.\n\n"title", "summary" weren\'t supplied.');
  }
  assertLength('title', title, TITLE_MAX);
  assertLength('summary', summary, TEXT_MAX);
  const long = text(output['text']) ?? null;
  if (long !== null) assertLength('text', long, TEXT_MAX);
  return { title, summary, text: long };
}

function parseAnnotations(value: unknown): readonly AnnotationRecord[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid('CheckRun', 'annotations', 'invalid');
  if (value.length > ANNOTATIONS_MAX) {
    throw new Refusal(
      422,
      `Invalid request.\n\nNo more than ${ANNOTATIONS_MAX} items are allowed; ${value.length} were supplied.`,
    );
  }
  return value.map((item) => parseAnnotation(asObject(item) ?? {}));
}

function parseAnnotation(item: Readonly<Record<string, unknown>>): AnnotationRecord {
  const path = text(item['path']);
  const message = text(item['message']);
  const level = text(item['annotation_level']);
  const { start_line: start, end_line: end } = item;
  if (path === undefined || message === undefined || message === '' || level === undefined || !LEVELS.has(level)) {
    throw invalid('CheckRun', 'annotations', 'invalid', 'path, message and annotation_level are required');
  }
  if (!isLine(start) || !isLine(end) || end < start) {
    throw invalid('CheckRun', 'annotations', 'invalid', 'start_line and end_line must be lines, in order');
  }
  const { start_column: startColumn, end_column: endColumn } = item;
  if (start !== end && (startColumn !== undefined || endColumn !== undefined)) {
    throw invalid('CheckRun', 'annotations', 'invalid', 'columns are allowed on annotations of one line only');
  }
  const title = text(item['title']) ?? null;
  if (title !== null) assertLength('annotation title', title, TITLE_MAX);
  if (Buffer.byteLength(message) > 65_536) assertLength('annotation message', message, 0);
  return {
    path,
    start_line: start,
    end_line: end,
    start_column: isLine(startColumn) ? startColumn : null,
    end_column: isLine(endColumn) ? endColumn : null,
    annotation_level: level,
    title,
    message,
    raw_details: text(item['raw_details']) ?? null,
  };
}

function parseActions(value: unknown): CheckRunRecord['actions'] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length > 3) throw invalid('CheckRun', 'actions', 'invalid', 'at most 3 actions');
  return value.map((item) => {
    const action = asObject(item) ?? {};
    const field = (name: keyof typeof ACTION_LIMITS): string => {
      const content = text(action[name]);
      if (content === undefined) throw invalid('CheckRun', `actions.${name}`, 'missing_field');
      assertLength(`action ${name}`, content, ACTION_LIMITS[name]);
      return content;
    };
    return { label: field('label'), description: field('description'), identifier: field('identifier') };
  });
}

function assertLength(field: string, value: string, max: number): void {
  if (value.length <= max) return;
  throw new Refusal(
    422,
    `Invalid request.\n\nOnly ${max} characters are allowed for "${field}"; ${value.length} were supplied.`,
  );
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], field: string): T | undefined {
  if (value === undefined || value === null) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new Refusal(
      422,
      `Invalid request.\n\n${JSON.stringify(value)} is not a member of [${allowed.join(', ')}] for "${field}".`,
    );
  return found;
}

function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
}
