import type { Actor } from './auth.ts';
import { notFound, param, Refusal } from './http.ts';
import type { RequestContext } from './http.ts';
import type { Account, AppRecord, Permissions, RepositoryRecord } from './state.ts';

export type Permission = keyof Permissions;

/**
 * The repository of a route, if the sender may do that there: 404 when it may not even see it, 403 when it lacks the
 * permission. Several permissions: any one of them will do (comments on pull requests need `issues` or
 * `pull_requests`).
 */
export function repositoryFor(
  context: RequestContext,
  level: 'read' | 'write',
  ...anyOf: readonly Permission[]
): RepositoryRecord {
  const repository = visibleRepository(context);
  const { actor } = context;
  if (level === 'read' && !repository.private) return repository;
  if (actor.kind !== 'token') throw actor.kind === 'app' ? forbidden(actor, anyOf, level) : notFound();
  const { token } = actor;
  if (!token.repositories.has(repository)) throw forbidden(actor, anyOf, level);
  if (!anyOf.some((permission) => covers(token.permissions[permission], level))) throw forbidden(actor, anyOf, level);
  return repository;
}

function visibleRepository(context: RequestContext): RepositoryRecord {
  const fullName = `${param(context, 'owner')}/${param(context, 'repo')}`.toLowerCase();
  const repository = context.world.repositories.get(fullName);
  if (repository === undefined) throw notFound();
  const { actor } = context;
  const seen = !repository.private || (actor.kind === 'token' && actor.token.repositories.has(repository));
  if (!seen) throw notFound();
  return repository;
}

function covers(granted: string | undefined, wanted: 'read' | 'write'): boolean {
  return granted === 'write' || granted === 'admin' || (granted === 'read' && wanted === 'read');
}

function forbidden(actor: Actor, anyOf: readonly Permission[], level: string): Refusal {
  const who = actor.kind === 'token' && actor.token.kind === 'user' ? 'personal access token' : 'integration';
  const accepted = anyOf.map((permission) => `${permission}=${level}`).join('; ');
  return new Refusal(403, `Resource not accessible by ${who}`, {
    headers: { 'x-accepted-github-permissions': accepted },
  });
}

/** Only the app itself, by its JSON web token. */
export function actingApp(context: RequestContext): AppRecord {
  if (context.actor.kind === 'app') return context.actor.app;
  if (context.actor.kind === 'anonymous') throw new Refusal(401, 'A JSON web token could not be decoded');
  throw new Refusal(401, 'A JSON web token could not be decoded');
}

/** The account that a write is attributed to. */
export function sender(context: RequestContext): Account {
  if (context.actor.kind === 'token') return context.actor.token.account;
  throw new Refusal(401, 'Requires authentication');
}

/** Check runs can be written only by an app (a workflow's token acts as the app of GitHub Actions). */
export function checkWriter(context: RequestContext): AppRecord {
  if (context.actor.kind === 'token' && context.actor.token.app !== null) return context.actor.token.app;
  throw new Refusal(403, 'You must authenticate via a GitHub App.');
}
