import { createVerify, randomBytes } from 'node:crypto';
import { Refusal } from './http.ts';
import type { Account, AppRecord, Installation, Permissions, RepositoryRecord, TokenRecord, World } from './state.ts';

/** Who sends a request. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: AppRecord }
  | { readonly kind: 'token'; readonly token: TokenRecord };

const JWT_MAX_SECONDS = 600;
/** GitHub bears a clock that is a little fast. */
const CLOCK_SKEW_SECONDS = 60;
export const TOKEN_LIFETIME_MS = 3_600_000;

/** Throws the 401 that GitHub answers with. */
export function authenticate(world: World, authorization: string | undefined): Actor {
  if (authorization === undefined || authorization === '') return { kind: 'anonymous' };
  const credential = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization)?.[1];
  if (credential === undefined) throw new Refusal(401, 'Bad credentials');
  if (credential.split('.').length === 3 && credential.startsWith('eyJ')) {
    return { kind: 'app', app: verifyJsonWebToken(world, credential) };
  }
  const token = world.tokens.get(credential);
  if (token === undefined || token.expiresAt <= world.now() || token.installation?.suspended === true) {
    throw new Refusal(401, 'Bad credentials');
  }
  return { kind: 'token', token };
}

function verifyJsonWebToken(world: World, jwt: string): AppRecord {
  const undecodable = new Refusal(401, 'A JSON web token could not be decoded');
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const head = decodePart(header);
  const claims = decodePart(payload);
  if (head === undefined || claims === undefined || head['alg'] !== 'RS256') throw undecodable;
  const app = world.apps.find((candidate) => String(candidate.id) === String(claims['iss']));
  if (app === undefined) {
    throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer, the App's ID");
  }
  const verified = createVerify('RSA-SHA256')
    .update(`${header}.${payload}`)
    .verify(app.publicKey, Buffer.from(signature, 'base64url'));
  if (!verified) throw undecodable;
  assertTimes(world.now() / 1000, claims['iat'], claims['exp']);
  return app;
}

function assertTimes(now: number, issuedAt: unknown, expiresAt: unknown): void {
  if (typeof issuedAt !== 'number' || issuedAt > now + CLOCK_SKEW_SECONDS) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof expiresAt !== 'number' || expiresAt <= now) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (expiresAt > now + JWT_MAX_SECONDS) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

export interface TokenRequest {
  readonly permissions?: Permissions;
  readonly repositories?: ReadonlySet<RepositoryRecord>;
}

/** An installation token; never with more than the installation has. */
export function mintInstallationToken(
  world: World,
  installation: Installation,
  request: TokenRequest = {},
): TokenRecord {
  return keepToken(world, {
    kind: 'installation',
    // Since 2026 they are long: `ghs_<app id>_<JWT>`.
    value: `ghs_${installation.app.id}_${randomPart(20)}.${randomPart(300)}.${randomPart(60)}`,
    account: installation.app.bot,
    app: installation.app,
    installation,
    permissions: { ...(request.permissions ?? installation.permissions), metadata: 'read' },
    repositories: request.repositories ?? installation.repositories,
    limit: 5000,
  });
}

export function mintUserToken(
  world: World,
  account: Account,
  permissions: Permissions,
  repositories: ReadonlySet<RepositoryRecord>,
): TokenRecord {
  return keepToken(world, {
    kind: 'user',
    value: `ghp_${randomBytes(18).toString('hex')}`,
    account,
    app: null,
    installation: null,
    permissions,
    repositories,
    limit: 5000,
  });
}

/** A workflow's `GITHUB_TOKEN`: it acts as GitHub Actions, in one repository. */
export function mintActionsToken(
  world: World,
  app: AppRecord,
  repository: RepositoryRecord,
  permissions: Permissions,
): TokenRecord {
  return keepToken(world, {
    kind: 'actions',
    value: `ghs_${randomBytes(18).toString('hex')}`,
    account: app.bot,
    app,
    installation: null,
    permissions: { ...permissions, metadata: 'read' },
    repositories: new Set([repository]),
    limit: 1000,
  });
}

function keepToken(world: World, token: Omit<TokenRecord, 'expiresAt' | 'used'>): TokenRecord {
  const kept = { ...token, expiresAt: world.now() + TOKEN_LIFETIME_MS, used: 0 };
  world.tokens.set(kept.value, kept);
  return kept;
}

function randomPart(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}
