import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { restRoot } from '../github/client.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Settings {
  readonly appId: number;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** The current secret first; during rotation the previous one too. */
  readonly webhookSecrets: readonly string[];
  /** REST root without a slash at its end. */
  readonly githubApiUrl: string;
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where people and GitHub reach this server, without a slash at its end; undefined where nobody said. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every problem is a sentence that says what to do. None repeats a secret. */
export type SettingsReading =
  | { readonly settings: Settings }
  | { readonly problems: readonly [string, ...(readonly string[])] };

/** GitHub sets no bound. Below this a secret can be tried out offline against one recorded delivery. */
const SHORTEST_SECRET = 10;
const SMALLEST_KEY_BITS = 2048;
/** Probot's stand-in for a missing secret: whoever knows Probot knows it. */
const WELL_KNOWN_SECRETS = new Set(['development', 'changeme123', 'password123', 'secretsecret']);

/** Reads the environment. Everything wrong is reported at once, so that one restart is enough. */
export function readSettings(env: Environment): SettingsReading {
  const problems: string[] = [];
  const note = <T>(read: { readonly value: T } | { readonly problem: string }, fallback: T): T => {
    if ('value' in read) return read.value;
    problems.push(read.problem);
    return fallback;
  };
  const settings: Settings = {
    appId: note(readAppId(env), 0),
    privateKey: note(readPrivateKey(env), ''),
    webhookSecrets: [
      note(readSecret(env, 'WEBHOOK_SECRET'), ''),
      ...(given(env, 'WEBHOOK_SECRET_PREVIOUS') === undefined
        ? []
        : [note(readSecret(env, 'WEBHOOK_SECRET_PREVIOUS'), '')]),
    ],
    githubApiUrl: note(readApiUrl(env), ''),
    dataDir: given(env, 'DATA_DIR') ?? './data',
    host: given(env, 'HOST') ?? '127.0.0.1',
    port: note(readPort(env), 0),
    publicUrl: note(readPublicUrl(env), undefined),
    logLevel: note(readLogLevel(env), 'info'),
  };
  const [first, ...others] = problems;
  return first === undefined ? { settings } : { problems: [first, ...others] };
}

type Read<T> = { readonly value: T } | { readonly problem: string };

/** White space around a value comes from copying; an empty value is no value. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function readAppId(env: Environment): Read<number> {
  const text = given(env, 'APP_ID');
  if (text === undefined)
    return { problem: 'APP_ID is not set. Set it to the number that the settings page of your GitHub App shows.' };
  if (!/^[1-9]\d{0,14}$/.test(text))
    return {
      problem: 'APP_ID is no app id. Set it to the number (not the client id) on the settings page of your GitHub App.',
    };
  return { value: Number(text) };
}

function readPrivateKey(env: Environment): Read<string> {
  const inline = given(env, 'PRIVATE_KEY');
  const path = given(env, 'PRIVATE_KEY_PATH');
  if (inline !== undefined && path !== undefined)
    return { problem: 'PRIVATE_KEY and PRIVATE_KEY_PATH are both set. Set only one of them.' };
  if (inline !== undefined) return toPem('PRIVATE_KEY', unfold(inline));
  if (path === undefined)
    return {
      problem:
        'There is no private key. Set PRIVATE_KEY to the text of the .pem file of your GitHub App, or PRIVATE_KEY_PATH to where it is.',
    };
  try {
    return toPem('PRIVATE_KEY_PATH', readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return {
      problem: `PRIVATE_KEY_PATH names a file that cannot be read${code}: ${path}. Name the .pem file of your GitHub App, readable for this user.`,
    };
  }
}

/** Environments that hold no line breaks get them as `\n`, or the whole file as base64. */
function unfold(text: string): string {
  const lines = text.replaceAll('\\r', '').replaceAll('\\n', '\n');
  if (lines.includes('-----BEGIN')) return lines;
  return Buffer.from(text, 'base64').toString('utf8');
}

function toPem(name: string, text: string): Read<string> {
  try {
    const key = createPrivateKey(text);
    const bits = key.asymmetricKeyDetails?.modulusLength;
    if (key.asymmetricKeyType === 'rsa' && bits !== undefined && bits >= SMALLEST_KEY_BITS)
      return { value: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
  } catch {
    // What OpenSSL says of it helps nobody, and might quote it.
  }
  return {
    problem: `${name} holds no RSA private key in PEM form. Use the .pem file that GitHub gave you for the App; as a variable its line breaks may be written as \\n, or the whole file as base64.`,
  };
}

function readSecret(env: Environment, name: string): Read<string> {
  const secret = given(env, name);
  const advice = `Make one with "openssl rand -hex 32" and enter the same in the settings of your GitHub App.`;
  if (secret === undefined)
    return {
      problem: `${name} is ${env[name] === undefined ? 'not set' : 'empty'}: anybody could send events. ${advice}`,
    };
  if (WELL_KNOWN_SECRETS.has(secret.toLowerCase()))
    return { problem: `${name} is a secret that everybody knows. ${advice}` };
  if (secret.length < SHORTEST_SECRET || new Set(secret).size < 4)
    return {
      problem: `${name} is too weak: it needs at least ${SHORTEST_SECRET} characters, not all alike. ${advice}`,
    };
  return { value: secret };
}

function readApiUrl(env: Environment): Read<string> {
  const url = given(env, 'GITHUB_API_URL');
  try {
    return { value: restRoot(url) };
  } catch {
    return {
      problem:
        'GITHUB_API_URL is no http or https URL. Leave it out for github.com, or set it to a REST root such as https://ghe.example/api/v3.',
    };
  }
}

function readPort(env: Environment): Read<number> {
  const text = given(env, 'PORT') ?? '3000';
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return { value: Number(text) };
  return { problem: 'PORT is no port number. Set it to a number from 0 (any free port) to 65535.' };
}

function readPublicUrl(env: Environment): Read<string | undefined> {
  const text = given(env, 'PUBLIC_URL');
  if (text === undefined) return { value: undefined };
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:'))
    return { value: text.replace(/\/+$/, '') };
  return {
    problem: 'PUBLIC_URL is no http or https URL. Set it to where GitHub reaches this server, or leave it out.',
  };
}

function readLogLevel(env: Environment): Read<LogLevel> {
  const text = given(env, 'LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === text);
  return level === undefined
    ? { problem: `LOG_LEVEL is unknown. Set it to one of: ${LOG_LEVELS.join(', ')}.` }
    : { value: level };
}
