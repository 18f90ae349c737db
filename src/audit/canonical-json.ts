import type { Json } from './record.ts';

/**
 * JSON in one form only, after RFC 8785: keys sorted by UTF-16 code unit, no spaces, numbers and strings as ECMAScript
 * writes them. Members that are undefined are left out. Throws on NaN and Infinity: `JSON.stringify` would turn them
 * into null, and a record would claim that nothing was measured. Lone surrogates, which the RFC refuses, are kept as
 * escapes: a hostile name must not prevent the record.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON.`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
