/** `ghs_<APPID>_<JWT>` since 2026; the older 36-character form has the same prefix. */
const TOKENS = [/ghs_[A-Za-z0-9._-]{36,}/g, /gh[pour]_[A-Za-z0-9_]{20,}/g, /github_pat_[A-Za-z0-9_]{20,}/g];
const JSON_WEB_TOKEN = /eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g;

/** Replaces everything in a text that looks like a GitHub token or a JSON web token. For messages and log lines. */
export function redactTokens(text: string): string {
  let redacted = text;
  for (const token of TOKENS) redacted = redacted.replace(token, '[token]');
  return redacted.replace(JSON_WEB_TOKEN, '[token]');
}
