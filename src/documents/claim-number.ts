import { isSampleSizeKey } from './metric-evidence.ts';

/** A number as a card shows it, or undefined for what is no single number: a range, a date, `1,234`, `> 0.9`. */
export interface ClaimNumber {
  readonly value: number;
  readonly lexeme: string;
  readonly percent: boolean;
  /** What follows the number, such as a unit or "on the test set"; empty for a spread (`± 0.01`) or an interval. */
  readonly after: string;
}

const NUMBER = /^[-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[-+]?\d{1,4})?/i;
const SPREAD = /^(?:±|\+\/-|\(|\[)/;
const UNIT = /^[a-zµ/]{1,10}$/i;
const WORDS = /^(?:on|in|at|for|over|with|using|across)\s/i;

export function parseClaimNumber(text: string): ClaimNumber | undefined {
  const bare = stripEmphasis(text).slice(0, 200).replace('−', '-');
  const lexeme = NUMBER.exec(bare)?.[0];
  if (lexeme === undefined) return undefined;
  const value = Number(lexeme);
  const behind = bare.slice(lexeme.length);
  const percent = behind.trimStart().startsWith('%');
  const after = (percent ? behind.trimStart().slice(1) : behind).trim();
  if (!Number.isFinite(value)) return undefined;
  if (after === '' || SPREAD.test(after)) return { value, lexeme, percent: percent || after.endsWith('%'), after: '' };
  if (!UNIT.test(after) && !WORDS.test(after)) return undefined;
  return { value, lexeme, percent, after };
}

/** Removes bold, italic and code marks around a piece of Markdown; underscores inside a name stay. */
export function stripEmphasis(text: string): string {
  return text
    .replaceAll(/[*`~]/g, '')
    .trim()
    .replace(/^_{1,3}(?!_)/, '')
    .replace(/(?<!_)_{1,3}$/, '')
    .trim();
}

const LONGEST_NAME = 80;

/**
 * What a card calls a metric, without marks, colon and percent sign; undefined when it cannot be a name, or is that of
 * a sample size: a card states many of those, and which one belongs to which metric is not to be guessed.
 */
export function claimName(text: string): string | undefined {
  const bare = stripEmphasis(text.slice(0, 400))
    .replace(/\(\s?%\s?\)|\[\s?%\s?\]|%/g, '')
    .replace(/[:=]$/, '');
  const name = stripEmphasis(bare);
  if (name.length > LONGEST_NAME || !/\p{L}/u.test(name)) return undefined;
  return isSampleSizeKey(name.toLowerCase()) ? undefined : name;
}
