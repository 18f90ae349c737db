import * as fc from 'fast-check';
import type { MetricsDocument } from '../../../src/documents/metrics.ts';
import type { Parsed } from '../../../src/documents/problem.ts';
import { type EvidenceOptions, readEvidence } from '../../../src/documents/readers/read-evidence.ts';
import { sliceKey } from '../../../src/documents/slice-terms.ts';

/** Cut short, bytes replaced or flipped, a piece twice. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'bytes'; readonly at: readonly (readonly [offset: number, byte: number])[] }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'double'; readonly from: number; readonly length: number };

const WORDS = ['NaN', 'Infinity', '-Infinity', 'null', '"nan"', '1e999', '[]'] as const;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;

function replaceNumber(bytes: Uint8Array, which: number, word: string): Uint8Array {
  // Latin-1 keeps every byte as it is.
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const found = [...text.matchAll(NUMBER)];
  const match = found[which % Math.max(1, found.length)];
  if (match === undefined) return bytes;
  const damaged = text.slice(0, match.index) + word + text.slice(match.index + match[0].length);
  return Uint8Array.from(damaged, (letter) => letter.charCodeAt(0));
}

function apply(bytes: Uint8Array, damage: Damage): Uint8Array {
  switch (damage.kind) {
    case 'cut':
      return bytes.slice(0, damage.at);
    case 'bytes': {
      const damaged = Uint8Array.from(bytes);
      for (const [offset, byte] of damage.at) damaged[offset] = byte;
      return damaged;
    }
    case 'flip': {
      const damaged = Uint8Array.from(bytes);
      damaged[damage.at] = (damaged[damage.at] ?? 0) ^ (1 << damage.bit);
      return damaged;
    }
    case 'double': {
      const end = Math.min(bytes.length, damage.from + damage.length);
      return Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(damage.from)]);
    }
  }
}

export function damageArbitrary(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const offset = fc.nat(Math.max(0, bytes.length - 1));
  const damage: fc.Arbitrary<Damage> = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: offset }),
    fc.record({
      kind: fc.constant('bytes' as const),
      at: fc.array(fc.tuple(offset, fc.nat(255)), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('flip' as const), at: offset, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('double' as const), from: offset, length: fc.integer({ min: 1, max: 80 }) }),
  );
  return damage.map((one) => apply(bytes, one));
}

/** The file with something in the place of one of its numbers that is no number. */
export function lossArbitrary(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.nat(500), fc.constantFrom(...WORDS)).map(([which, word]) => replaceNumber(bytes, which, word));
}

/** Every finite number of a document. */
export function numbersIn(parsed: Parsed<MetricsDocument>): readonly number[] {
  if ('problems' in parsed) return [];
  return parsed.value.records.flatMap(({ value }) => (value === null ? [] : [value]));
}

/** Integers as Protocol Buffers write them, from any byte on: what a binary file spells out. */
function addVarints(bytes: Uint8Array, spelled: Set<number>): void {
  for (let start = 0; start < bytes.length; start += 1) {
    let value = 0;
    for (let index = 0; index < 8; index += 1) {
      const byte = bytes[start + index] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) break;
    }
    spelled.add(value);
  }
}

/** Numbers that a file spells out, in any place. */
function spelledBy(bytes: Uint8Array): ReadonlySet<number> {
  const text = new TextDecoder().decode(bytes);
  const spelled = new Set<number>();
  for (const [lexeme] of text.matchAll(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi)) {
    spelled.add(Number(lexeme));
    spelled.add(Math.abs(Number(lexeme)));
  }
  if (bytes.includes(0)) addVarints(bytes, spelled);
  return spelled;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Whether a number is a count of something in the file, or the difference, ratio or percentage of two numbers of it. */
function isWorkedOut(value: number, bytes: Uint8Array, spelled: ReadonlySet<number>): boolean {
  if (Number.isInteger(value) && value >= 0 && value <= bytes.length) return true;
  const parts = [...spelled, ...Array.from({ length: 12 }, (_, count) => count)].slice(0, 400);
  const ratios = parts.flatMap((a) => parts.map((b) => a / b));
  if (ratios.some((ratio) => isNear(ratio, value) || isNear(100 * ratio, value))) return true;
  if (parts.some((a) => parts.some((b) => isNear(a - b, value)))) return true;
  // A ratio of rates, each of which is a ratio of counts.
  const known = new Set(ratios.filter(Number.isFinite).map((ratio) => ratio.toPrecision(9)));
  return ratios.some((ratio) => known.has((ratio * value).toPrecision(9)));
}

const SLOWEST_MS = 1000;

type Read = Parsed<MetricsDocument> | { readonly complaint: string };

function readInTime(bytes: Uint8Array, options: EvidenceOptions): Read {
  const started = performance.now();
  try {
    const parsed = readEvidence({ path: 'evidence', bytes }, options);
    if (performance.now() - started > SLOWEST_MS) return { complaint: 'it took too long' };
    if ('problems' in parsed && parsed.problems.length === 0) return { complaint: 'neither a document nor a problem' };
    return parsed;
  } catch (error) {
    return { complaint: `it threw ${String(error)}` };
  }
}

/**
 * What is wrong with how a damaged file is read, if anything: it threw, it took too long, or a number that was read is
 * neither in the intact document, nor spelled out by the damaged file, nor worked out of what it spells out.
 */
export function complaintAbout(intact: Uint8Array, damaged: Uint8Array, options: EvidenceOptions): string | undefined {
  const parsed = readInTime(damaged, options);
  if ('complaint' in parsed) return parsed.complaint;
  const numbers = numbersIn(parsed);
  if (numbers.some((number) => !Number.isFinite(number))) return 'a number is not finite';
  const known = new Set(numbersIn(readEvidence({ path: 'evidence', bytes: intact }, options)));
  const spelled = spelledBy(damaged);
  const odd = numbers.find(
    (number) => !known.has(number) && !spelled.has(number) && !isWorkedOut(number, damaged, spelled),
  );
  return odd === undefined ? undefined : `${odd} is a number that the file does not have`;
}

function byKey(parsed: Parsed<MetricsDocument>): ReadonlyMap<string, number> {
  if ('problems' in parsed) return new Map();
  return new Map(
    parsed.value.records.flatMap(({ path, slice, value }) =>
      value === null ? [] : [[`${path} [${sliceKey(slice)}]`, value] as const],
    ),
  );
}

/**
 * As `complaintAbout`, for a file of which one number was replaced by what is none: every metric that is still read must
 * have been read before, under the same name and for the same slice, with the same value.
 */
export function complaintAboutLoss(
  intact: Uint8Array,
  damaged: Uint8Array,
  options: EvidenceOptions,
): string | undefined {
  const parsed = readInTime(damaged, options);
  if ('complaint' in parsed) return parsed.complaint;
  const before = byKey(readEvidence({ path: 'evidence', bytes: intact }, options));
  for (const [key, value] of byKey(parsed)) {
    const earlier = before.get(key);
    if (earlier === undefined || !isNear(earlier, value)) return `${key} is ${value}, and was ${earlier}`;
  }
  return undefined;
}
