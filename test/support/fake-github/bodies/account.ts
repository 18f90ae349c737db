import { isoTime } from '../state.ts';
import type { Account, AppRecord, Installation, Schemas, World } from '../state.ts';

export function accountBody(world: World, account: Account) {
  const url = `${world.baseUrl}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: `${world.baseUrl}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.baseUrl}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  } satisfies Schemas['simple-user'];
}

export function appBody(world: World, app: AppRecord) {
  return {
    id: app.id,
    client_id: `Iv23li${app.id}`,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: accountBody(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.baseUrl}/apps/${app.slug}`,
    html_url: `${world.baseUrl}/apps/${app.slug}`,
    created_at: '2026-01-05T09:00:00Z',
    updated_at: '2026-01-05T09:00:00Z',
    permissions: { ...app.permissions } as Record<string, string>,
    events: [...app.events],
  } satisfies NonNullable<Schemas['integration']>;
}

export function installationBody(world: World, installation: Installation) {
  const url = `${world.baseUrl}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account: accountBody(world, installation.account),
    repository_selection: 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.baseUrl}/installation/repositories`,
    html_url: `${world.baseUrl}/organizations/${installation.account.login}/settings/installations/${installation.id}`,
    app_id: installation.app.id,
    app_slug: installation.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: installation.permissions,
    events: [...installation.app.events],
    created_at: '2026-01-05T09:00:00Z',
    updated_at: '2026-01-05T09:00:00Z',
    single_file_name: null,
    suspended_by: null,
    suspended_at: installation.suspended ? isoTime(world.now()) : null,
  } satisfies Schemas['installation'];
}

/** Opaque to clients, as GitHub's node ids are. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}
