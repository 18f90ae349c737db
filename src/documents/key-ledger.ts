import { excerpt } from './excerpt.ts';
import type { Position, Problem } from './problem.ts';

interface KeyedAt {
  readonly key: string;
  readonly keyAt: Position;
}

/** The keys that one object has had so far. */
export interface KeyLedger {
  /** Notes a key; returns the earlier entry of the same key, if there is one. */
  note(entry: KeyedAt): KeyedAt | undefined;
}

/** Below this many keys comparing one by one is faster than hashing. */
const SMALL = 8;

export function createKeyLedger(): KeyLedger {
  const few: KeyedAt[] = [];
  let many: Map<string, KeyedAt> | undefined;
  return {
    note(entry) {
      if (many === undefined) {
        const first = few.find(({ key }) => key === entry.key);
        if (first !== undefined) return first;
        few.push(entry);
        if (few.length > SMALL) many = new Map(few.map((known) => [known.key, known]));
        return undefined;
      }
      const first = many.get(entry.key);
      if (first === undefined) many.set(entry.key, entry);
      return first;
    },
  };
}

/** A reviewer sees the first of two equal keys and a lenient parser takes the last: the document is refused. */
export function describeDuplicate(path: string, again: KeyedAt, first: KeyedAt): Problem {
  const key = excerpt(again.key);
  return {
    path,
    ...again.keyAt,
    message: `Duplicate key "${key}": first at line ${first.keyAt.line}, column ${first.keyAt.column}, again at line ${again.keyAt.line}, column ${again.keyAt.column}`,
    expected: 'every key once per object',
    received: `"${key}" twice`,
  };
}
