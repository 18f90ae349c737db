import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/app/settings.ts';
import { temporaryFolder } from '../audit/temporary-history.ts';

const pem = (bits: number): string =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

const KEY = pem(2048);
const GOOD = { APP_ID: '12345', PRIVATE_KEY: KEY, WEBHOOK_SECRET: 'a secret that is long enough' };

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const reading = readSettings(env);
  return 'problems' in reading ? reading.problems : [];
}

function settingsOf(env: Readonly<Record<string, string | undefined>>) {
  const reading = readSettings(env);
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.settings;
}

test('three variables are enough', () => {
  expect(settingsOf(GOOD)).toMatchObject({
    appId: 12_345,
    webhookSecrets: [GOOD.WEBHOOK_SECRET],
    githubApiUrl: 'https://api.github.com',
    dataDir: './data',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: undefined,
    logLevel: 'info',
  });
});

test('a private key may be PEM, PEM with \\n, base64 of PEM, or a file, and is the same key', () => {
  const file = join(temporaryFolder(), 'key.pem');
  writeFileSync(file, KEY);
  const keys = [
    settingsOf(GOOD),
    settingsOf({ ...GOOD, PRIVATE_KEY: KEY.replaceAll('\n', '\\n') }),
    settingsOf({ ...GOOD, PRIVATE_KEY: KEY.replaceAll('\n', '\r\n') }),
    settingsOf({ ...GOOD, PRIVATE_KEY: Buffer.from(KEY).toString('base64') }),
    settingsOf({ ...GOOD, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: file }),
  ].map(({ privateKey }) => privateKey);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^-----BEGIN PRIVATE KEY-----/);
});

test('a REST root loses its last slash', () => {
  expect(settingsOf({ ...GOOD, GITHUB_API_URL: 'http://127.0.0.1:4001/' }).githubApiUrl).toBe('http://127.0.0.1:4001');
});

test('the secret before the current one is kept during rotation', () => {
  const env = { ...GOOD, WEBHOOK_SECRET_PREVIOUS: 'the secret before this one' };
  expect(settingsOf(env).webhookSecrets).toEqual([GOOD.WEBHOOK_SECRET, 'the secret before this one']);
});

test.each([
  ['WEBHOOK_SECRET', undefined, /WEBHOOK_SECRET is not set.*openssl/],
  ['WEBHOOK_SECRET', '', /WEBHOOK_SECRET is empty.*openssl/],
  ['WEBHOOK_SECRET', '   ', /WEBHOOK_SECRET is empty/],
  ['WEBHOOK_SECRET', 'development', /everybody knows/],
  ['WEBHOOK_SECRET', 'short', /too weak/],
  ['WEBHOOK_SECRET', 'aaaaaaaaaaaaaaaaaaaaaaaa', /too weak/],
  ['WEBHOOK_SECRET_PREVIOUS', 'short', /WEBHOOK_SECRET_PREVIOUS is too weak/],
  ['APP_ID', undefined, /APP_ID is not set/],
  ['APP_ID', 'Iv1.0123456789abcdef', /APP_ID is no app id/],
  ['APP_ID', '0', /APP_ID is no app id/],
  ['PRIVATE_KEY', undefined, /no private key.*PRIVATE_KEY_PATH/],
  ['PRIVATE_KEY', 'not a key', /PRIVATE_KEY holds no RSA private key/],
  ['PRIVATE_KEY', pem(1024), /PRIVATE_KEY holds no RSA private key/],
  ['PRIVATE_KEY_PATH', '/nowhere.pem', /both set/],
  ['GITHUB_API_URL', 'github.com', /GITHUB_API_URL is no http/],
  ['GITHUB_API_URL', 'ftp://example.com', /GITHUB_API_URL is no http/],
  ['PORT', '80a', /PORT is no port/],
  ['PORT', '65536', /PORT is no port/],
  ['PUBLIC_URL', 'modelgate.example', /PUBLIC_URL is no http/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL is unknown.*info/],
])('%s = %j is refused with what to do', (name, value, sentence) => {
  expect(problemsOf({ ...GOOD, [name]: value })).toEqual([expect.stringMatching(sentence)]);
});

test('a key file that cannot be read is refused by its name', () => {
  const env = { ...GOOD, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/nowhere/key.pem' };
  expect(problemsOf(env)).toEqual([expect.stringMatching(/cannot be read \(ENOENT\): \/nowhere\/key\.pem/)]);
});

test('everything that is wrong is said at once, and no secret is repeated', () => {
  const problems = problemsOf({ PRIVATE_KEY: 'hush', WEBHOOK_SECRET: 'pssst', PORT: 'x' });
  expect(problems).toHaveLength(4);
  expect(problems.join('\n')).not.toMatch(/hush|pssst/);
});
