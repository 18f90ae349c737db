import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mintInstallationToken } from './auth.ts';
import { installationEvent, pingEvent } from './events.ts';
import type { Scene } from './operations.ts';
import type { FakeRepository } from './repository.ts';
import { accountOf, nextId } from './state.ts';
import type { AppRecord, Installation, Permissions } from './state.ts';

export interface NewApp {
  /** Default `modelgate`. */
  readonly slug?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret: string };
}

/** An app to script. */
export interface FakeApp {
  readonly id: number;
  readonly slug: string;
  /** PEM: what goes into `PRIVATE_KEY`. */
  readonly privateKey: string;
  readonly record: AppRecord;
  /** Where its webhooks go; until then none is sent. */
  deliverTo(url: string, secret: string): void;
  /** Installs it on repositories of one account, with the permissions that it asks for, and tells it. */
  install(...repositories: readonly FakeRepository[]): Installation;
  suspend(installation: Installation): void;
  /** A token as the app would mint it, for requests of a test's own. */
  token(installation: Installation, permissions?: Permissions): string;
  ping(): void;
}

/** What modelgate's app.yml asks for. */
export const DEFAULT_PERMISSIONS: Permissions = {
  metadata: 'read',
  contents: 'read',
  checks: 'write',
  pull_requests: 'write',
  issues: 'read',
  merge_queues: 'read',
  members: 'read',
  actions: 'read',
  deployments: 'write',
};

export const DEFAULT_EVENTS: readonly string[] = [
  'pull_request',
  'push',
  'check_run',
  'check_suite',
  'merge_group',
  'issue_comment',
];

export function createApp(scene: Scene, options: NewApp = {}): FakeApp {
  const { world, webhooks } = scene;
  const slug = options.slug ?? 'modelgate';
  const privateKey = sharedPrivateKey(world.apps.length);
  const record: AppRecord = {
    id: nextId(world),
    slug,
    name: slug,
    owner: accountOf(world, 'app-owner', 'Organization'),
    bot: accountOf(world, `${slug}[bot]`, 'Bot'),
    publicKey: createPublicKey(privateKey),
    privateKey,
    permissions: options.permissions ?? DEFAULT_PERMISSIONS,
    events: options.events ?? DEFAULT_EVENTS,
    webhook: options.webhook ?? null,
  };
  world.apps.push(record);

  return {
    id: record.id,
    slug,
    privateKey,
    record,
    deliverTo(url, secret) {
      record.webhook = { url, secret };
    },
    install(...repositories) {
      const account = repositories[0]?.record.owner ?? accountOf(world, 'octocat');
      const installation: Installation = {
        id: nextId(world),
        app: record,
        account,
        repositories: new Set(repositories.map((repository) => repository.record)),
        permissions: record.permissions,
        suspended: false,
      };
      world.installations.push(installation);
      webhooks.emit(installationEvent(world, installation, 'created', account));
      return installation;
    },
    suspend(installation) {
      webhooks.emit(installationEvent(world, installation, 'suspend', installation.account));
      installation.suspended = true;
    },
    token: (installation, permissions) =>
      mintInstallationToken(world, installation, permissions === undefined ? {} : { permissions }).value,
    ping: () => webhooks.emit(pingEvent(world, record)),
  };
}

const KEYS: string[] = [];

/** Making an RSA key is slow, and every fake may have the same ones: each app of one fake has its own. */
function sharedPrivateKey(index: number): string {
  const known = KEYS[index];
  if (known !== undefined) return known;
  const made = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
  KEYS[index] = made;
  return made;
}
