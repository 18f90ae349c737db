import { excerpt } from '../excerpt.ts';
import type { Position } from '../problem.ts';
import type { DocumentBuilder, RecordDetails } from './builder.ts';

/** A number that a file claims beside the numbers that lead to it. */
export interface Recomputed {
  readonly segments: readonly string[];
  /** From the file's own numbers. */
  readonly computed: number;
  /** As the file states it, where it does. */
  readonly claimed?: number | undefined;
  readonly at: Position;
  /** How far apart the two may be, in their unit: what rounding explains. */
  readonly tolerance?: number;
  readonly details?: RecordDetails;
}

/** Makes the record from what was recomputed; a claim that contradicts it makes the record a conflict, and is said. */
export function addRecomputed(document: DocumentBuilder, recomputed: Recomputed): void {
  const { segments, computed, claimed, at, tolerance = 1e-9, details = {} } = recomputed;
  document.computed(segments, computed, at, details);
  if (claimed === undefined || Math.abs(claimed - computed) <= tolerance * Math.max(1, Math.abs(computed))) return;
  document.computed(segments, claimed, at, details);
  warnOfContradiction(document, segments.join('.'), claimed, computed, at);
}

export function warnOfContradiction(
  document: DocumentBuilder,
  name: string,
  claimed: number | string,
  computed: number | string,
  at: Position,
): void {
  document.warn(`contradiction: the file claims another ${excerpt(name, 80)} than its own numbers give`, at, {
    expected: String(computed),
    received: String(claimed),
  });
}

/** Mean of finite numbers; of none, NaN. */
export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** What rounding to the digits of a number's text explains: half a unit of its last decimal. */
export function roundingOf(lexeme: string): number {
  const decimals = /^[-+]?\d*\.(\d+)$/.exec(lexeme)?.[1]?.length ?? 0;
  return decimals === 0 || decimals > 9 ? 1e-9 : 0.5001 * 10 ** -decimals;
}

/** An ISO time, or undefined for anything else. */
export function isoTime(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 40 && /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(text) ? text : undefined;
}
