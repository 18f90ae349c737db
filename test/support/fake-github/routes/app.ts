import { mintInstallationToken } from '../auth.ts';
import { appBody, installationBody } from '../bodies/account.ts';
import { fullRepositoryBody, repositoryBody } from '../bodies/repository.ts';
import { notFound, numberParam, paged, param, Refusal } from '../http.ts';
import type { RequestContext, Routes } from '../http.ts';
import { actingApp } from '../permissions.ts';
import { isoTime } from '../state.ts';
import type { Installation, Permissions, RepositoryRecord, Schemas } from '../state.ts';
import type { Delivery } from '../webhooks.ts';

/** What an app does as itself: its identity, its installations, tokens for them, its deliveries. */
export const appRoutes: Routes = {
  'GET /app': (context) => ({ status: 200, body: appBody(context.world, actingApp(context)) }),

  'GET /app/installations': (context) => {
    const app = actingApp(context);
    const installations = context.world.installations.filter((installation) => installation.app === app);
    return paged(context, installations, (page) => page.map((one) => installationBody(context.world, one)));
  },

  'GET /app/installations/{id}': (context) => ({
    status: 200,
    body: installationBody(context.world, installationOf(context)),
  }),

  'POST /app/installations/{id}/access_tokens': (context) => {
    const installation = installationOf(context);
    if (installation.suspended) throw new Refusal(403, 'This installation has been suspended');
    const token = mintInstallationToken(context.world, installation, {
      ...askedPermissions(context, installation),
      ...askedRepositories(context, installation),
    });
    const body = {
      token: token.value,
      expires_at: isoTime(token.expiresAt),
      permissions: token.permissions,
      repository_selection: 'selected',
    } satisfies Schemas['installation-token'];
    return { status: 201, body };
  },

  'GET /repos/{owner}/{repo}/installation': (context) => {
    const app = actingApp(context);
    const fullName = `${param(context, 'owner')}/${param(context, 'repo')}`.toLowerCase();
    const found = context.world.installations.find(
      (installation) =>
        installation.app === app &&
        [...installation.repositories].some((repository) => repository.fullName.toLowerCase() === fullName),
    );
    if (found === undefined) throw notFound();
    return { status: 200, body: installationBody(context.world, found) };
  },

  'GET /installation/repositories': (context) => {
    if (context.actor.kind !== 'token' || context.actor.token.installation === null) {
      throw new Refusal(403, 'Resource not accessible by integration');
    }
    const repositories = [...context.actor.token.repositories];
    return paged(context, repositories, (page) => ({
      total_count: repositories.length,
      repository_selection: 'selected',
      repositories: page.map((repository) => repositoryBody(context.world, repository)),
    }));
  },

  'GET /app/hook/deliveries': (context) => {
    const app = actingApp(context);
    const status = context.query.get('status');
    const own = context.webhooks.deliveries
      .filter((delivery) => delivery.app === app && delivery.status !== 'pending')
      .filter((delivery) => status === null || (status === 'success') === (delivery.status === 'OK'))
      .toReversed();
    return paged(context, own, (page) => page.map(deliveryItem));
  },

  'GET /app/hook/deliveries/{id}': (context) => {
    const delivery = deliveryOf(context);
    const body = {
      ...deliveryItem(delivery),
      url: delivery.app.webhook?.url ?? '',
      request: { headers: { ...delivery.headers }, payload: JSON.parse(delivery.payload) as Record<string, unknown> },
      response: { headers: {}, payload: delivery.response },
    } satisfies Schemas['hook-delivery'];
    return { status: 200, body };
  },

  'POST /app/hook/deliveries/{id}/attempts': (context) => {
    context.webhooks.redeliver(deliveryOf(context));
    return { status: 202, body: {} };
  },
};

/** What anybody may ask of a repository that they can see. */
export function repositoryAnswer(context: RequestContext, repository: RepositoryRecord) {
  return { status: 200, body: fullRepositoryBody(context.world, repository) };
}

function installationOf(context: RequestContext): Installation {
  const app = actingApp(context);
  const id = numberParam(context, 'id');
  const found = context.world.installations.find((installation) => installation.id === id && installation.app === app);
  if (found === undefined) throw notFound();
  return found;
}

function askedPermissions(context: RequestContext, installation: Installation): { permissions?: Permissions } {
  const asked = context.body['permissions'];
  if (typeof asked !== 'object' || asked === null) return {};
  const granted = new Map<string, unknown>(Object.entries(installation.permissions));
  for (const [name, level] of Object.entries(asked)) {
    if (granted.get(name) !== 'write' && granted.get(name) !== level) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  return { permissions: { ...asked } };
}

function askedRepositories(
  context: RequestContext,
  installation: Installation,
): { repositories?: ReadonlySet<RepositoryRecord> } {
  const { repositories: names, repository_ids: ids } = context.body;
  if (!Array.isArray(names) && !Array.isArray(ids)) return {};
  const asked = [...installation.repositories].filter(
    ({ name, id }) => (Array.isArray(names) && names.includes(name)) || (Array.isArray(ids) && ids.includes(id)),
  );
  if (asked.length === 0) {
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return { repositories: new Set(asked) };
}

function deliveryOf(context: RequestContext): Delivery {
  const app = actingApp(context);
  const id = numberParam(context, 'id');
  const found = context.webhooks.deliveries.find((delivery) => delivery.id === id && delivery.app === app);
  if (found === undefined) throw notFound();
  return found;
}

function deliveryItem(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.durationMs / 1000,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  } satisfies Schemas['hook-delivery-item'];
}
