import type { Actor } from '../audit/record.ts';
import type { Cause, EventRepository } from './task.ts';

/** A webhook whose signature was right. Its fields are read one by one: an event may have less than is documented. */
export interface WebhookEvent {
  /** `pull_request` */
  readonly name: string;
  readonly deliveryId: string;
  readonly payload: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Something is not there that GitHub always sends. */
export class PayloadNotUnderstood extends Error {
  override readonly name = 'PayloadNotUnderstood';
}

export function fieldsAt(fields: Fields, key: string): Fields | undefined {
  const value = fields[key];
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

export function getFields(fields: Fields, key: string): Fields {
  return fieldsAt(fields, key) ?? missing(key);
}

export function textAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function getText(fields: Fields, key: string): string {
  return textAt(fields, key) ?? missing(key);
}

export function numberAt(fields: Fields, key: string): number | undefined {
  const value = fields[key];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

export function getNumber(fields: Fields, key: string): number {
  return numberAt(fields, key) ?? missing(key);
}

function missing(key: string): never {
  throw new PayloadNotUnderstood(`The event has no ${key}.`);
}

export function actionOf({ payload }: WebhookEvent): string {
  return textAt(payload, 'action') ?? '';
}

/** What every task of an event shares. */
export function originOf(
  event: WebhookEvent,
  eventAt: string | undefined,
): { readonly installationId: number | null; readonly repository: EventRepository; readonly cause: Cause } {
  const { payload, name, deliveryId } = event;
  const installation = fieldsAt(payload, 'installation');
  const action = actionOf(event);
  return {
    installationId: (installation === undefined ? undefined : numberAt(installation, 'id')) ?? null,
    repository: toRepository(getFields(payload, 'repository'), defaultBranchOf(payload)),
    cause: {
      deliveryId,
      trigger: action === '' ? name : `${name}.${action}`,
      actor: toActor(fieldsAt(payload, 'sender')),
      eventAt: toUtc(eventAt),
    },
  };
}

/** GitHub names it with every repository; a server that leaves it out of one place may have it in another. */
function defaultBranchOf(payload: Fields): string | null {
  const pull = fieldsAt(payload, 'pull_request');
  const base = pull === undefined ? undefined : fieldsAt(pull, 'base');
  const repositories = [fieldsAt(payload, 'repository'), base === undefined ? undefined : fieldsAt(base, 'repo')];
  const names = repositories.map((fields) => (fields === undefined ? undefined : textAt(fields, 'default_branch')));
  return names.find((name) => name !== undefined && name !== '') ?? null;
}

function toRepository(fields: Fields, defaultBranch: string | null): EventRepository {
  const [owner = '', name = ''] = getText(fields, 'full_name').split('/');
  if (owner === '' || name === '') missing('repository.full_name');
  return {
    id: numberAt(fields, 'id') ?? null,
    owner,
    name,
    defaultBranch,
    htmlUrl: (textAt(fields, 'html_url') ?? `https://github.com/${owner}/${name}`).replace(/\/+$/, ''),
  };
}

export function toActor(account: Fields | undefined): Actor {
  if (account === undefined) return { kind: 'user', id: null, login: null, name: null, roles: [] };
  return {
    kind: textAt(account, 'type') === 'Bot' ? 'bot' : 'user',
    id: numberAt(account, 'id') ?? null,
    login: textAt(account, 'login') ?? null,
    name: textAt(account, 'name') ?? null,
    roles: [],
  };
}

function toUtc(time: string | undefined): string | null {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

export const BRANCH_PREFIX = 'refs/heads/';

/** `refs/heads/main` as `main`; undefined for a tag. */
export function branchNameOf(ref: string): string | undefined {
  return ref.startsWith(BRANCH_PREFIX) ? ref.slice(BRANCH_PREFIX.length) : undefined;
}
