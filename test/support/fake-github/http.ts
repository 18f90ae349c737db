import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from './auth.ts';
import type { World } from './state.ts';
import type { Webhooks } from './webhooks.ts';

/** The vocabulary of routes. */

export interface Answer {
  readonly status: number;
  /** JSON, or bytes for the raw media type; undefined: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RequestContext {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  /** The parsed JSON body; an empty object when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Handler = (context: RequestContext) => Answer | Promise<Answer>;

/** `GET /repos/{owner}/{repo}/branches/{branch+}`: `{x}` is one segment, `{x+}` the rest. */
export type Routes = Readonly<Record<string, Handler>>;

export interface Route {
  readonly pattern: string;
  readonly method: string;
  readonly regex: RegExp;
  readonly handler: Handler;
}

/** A refusal as GitHub words it. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    extra: { readonly errors?: readonly unknown[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = extra.errors;
    this.headers = extra.headers ?? {};
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  return new Refusal(422, 'Validation Failed', { errors: [error] });
}

export function compileRoutes(tables: readonly Routes[]): readonly Route[] {
  return tables.flatMap((table) =>
    Object.entries(table).map(([pattern, handler]) => {
      const [method = '', path = ''] = pattern.split(' ');
      const source = path
        .replaceAll('.', String.raw`\.`)
        .replace(/\{(\w+)\+\}/g, '(?<$1>.+)')
        .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
      return { pattern, method, regex: new RegExp(`^${source}$`), handler };
    }),
  );
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.regex.exec(path);
    if (match === null) continue;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(match.groups ?? {})) params[name] = decodeURIComponent(value);
    return { route, params };
  }
  return undefined;
}

/** A parameter that the route's pattern guarantees. */
export function param(context: RequestContext, name: string): string {
  const value = context.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}.`);
  return value;
}

export function numberParam(context: RequestContext, name: string): number {
  const value = Number(param(context, name));
  if (!Number.isInteger(value)) throw notFound();
  return value;
}

/** One page of a list, with the `Link` header that GitHub sends. At most 100 a page, 30 by default. */
export function paged<T>(
  context: RequestContext,
  items: readonly T[],
  toBody: (page: readonly T[]) => unknown,
  defaultSize = 30,
): Answer {
  const size = Math.min(100, Math.max(1, Number(context.query.get('per_page') ?? defaultSize) || defaultSize));
  const page = Math.max(1, Number(context.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: string[] = [];
  if (page > 1) links.push(link(context, page - 1, 'prev'));
  if (page < last) links.push(link(context, page + 1, 'next'), link(context, last, 'last'));
  if (page > 1) links.push(link(context, 1, 'first'));
  const body = toBody(items.slice((page - 1) * size, page * size));
  return { status: 200, body, headers: links.length === 0 ? {} : { link: links.join(', ') } };
}

function link(context: RequestContext, page: number, relation: string): string {
  const query = new URLSearchParams(context.query);
  query.set('page', String(page));
  return `<${context.world.baseUrl}${context.path}?${query.toString()}>; rel="${relation}"`;
}
