import type { Fact, Finding, Message } from '../engine/finding.ts';
import { cleanText } from './clean-text.ts';
import { escapeMarkdown, joinMarkdown, markdownCode, type Markdown } from './markdown.ts';
import { changeWords, decimalsOf, formatChange, formatTogether, withUnit, type ChangeText } from './numbers.ts';

/** A piece of a sentence: words, or a name that is set in code type where a format has one. Not escaped yet. */
export interface Span {
  readonly kind: 'text' | 'code';
  readonly text: string;
}

/** A sentence before it is written in a format. */
export type Phrase = readonly Span[];

/** The message that a gate (or the engine, for codes that all gates share) declares for a code. */
export type Wording = (gateId: string, code: string) => Message | undefined;

export interface FindingPhrases {
  readonly says: Phrase;
  /** What would pass, or what to do. */
  readonly fix: Phrase | null;
}

/** Members of a list that a sentence names before it says how many more there are. */
const LIST_LENGTH = 6;

const PLACEHOLDER = /\{([a-zA-Z][\w-]*)\}/gu;

/** Names are set in code type; every other value is part of the sentence. */
const NAMES = new Set([
  'metric',
  'slice',
  'path',
  'section',
  'attribute',
  'by',
  'candidatePath',
  'productionPath',
  'lowestSlice',
  'highestSlice',
  'lowestGroup',
  'highestGroup',
]);

/** What a value may be as a number next to others. */
interface Numbers {
  readonly candidate: string | undefined;
  readonly production: string | undefined;
  readonly bound: string | undefined;
  readonly change: ChangeText | undefined;
  readonly facts: ReadonlyMap<string, string>;
}

export function phraseFinding(finding: Finding, message: Message | undefined): FindingPhrases {
  if (message === undefined) return { says: phraseUnworded(finding), fix: null };
  const values = valuesOf(finding);
  return {
    says: fill(message.says, values),
    fix: fillFirstKnown(message.fix, values),
  };
}

/** A code that nobody words still says what is known. */
function phraseUnworded(finding: Finding): Phrase {
  const subject: Phrase = finding.metric === undefined ? [] : [text(' for '), code(finding.metric)];
  const required: Phrase = finding.required === undefined ? [] : [text(`; required: ${finding.required}`)];
  return [text('The result is '), code(finding.code), ...subject, ...required, text('.')];
}

export function text(value: string): Span {
  return { kind: 'text', text: value };
}

export function code(value: string): Span {
  return { kind: 'code', text: value };
}

/** Candidate, production, bound and change of a finding as texts that can be told apart. */
export function numbersOf(finding: Finding): Numbers {
  const named = new Map<string, number>();
  for (const key of ['candidate', 'production', 'bound'] as const) {
    const value = finding[key];
    if (value !== undefined && value !== null) named.set(key, value);
  }
  for (const [key, fact] of Object.entries(finding.facts ?? {})) {
    if (typeof fact === 'number') named.set(`facts.${key}`, fact);
  }
  const texts = formatTogether([...named.values()]).values();
  const shown = new Map<string, string>();
  for (const key of named.keys()) shown.set(key, String(texts.next().value));
  return {
    candidate: shown.get('candidate'),
    production: shown.get('production'),
    bound: shown.get('bound'),
    change: changeText(finding, shown),
    facts: new Map([...shown].filter(([key]) => key.startsWith('facts.')).map(([key, value]) => [key.slice(6), value])),
  };
}

function changeText(finding: Finding, shown: ReadonlyMap<string, string>): ChangeText | undefined {
  if (finding.change === undefined || finding.change === null) return undefined;
  const decimals = Math.max(...['candidate', 'production'].map((key) => decimalsOf(shown.get(key) ?? '')));
  return formatChange(finding.change, finding.production ?? null, decimals);
}

function valuesOf(finding: Finding): ReadonlyMap<string, string> {
  const numbers = numbersOf(finding);
  const { unit } = finding;
  const values = new Map<string, string>();
  // The gate's own names come last: a fact cannot pass itself off as the metric.
  for (const [key, fact] of Object.entries(finding.facts ?? {})) {
    if (typeof fact !== 'number') values.set(key, factText(fact));
  }
  for (const [key, number] of numbers.facts) values.set(key, number);
  const own = {
    metric: finding.metric,
    slice: finding.slice,
    required: finding.required,
    unit: finding.unit,
    path: finding.at?.path,
    line: finding.at?.line?.toString(),
    candidate: numbers.candidate && withUnit(numbers.candidate, unit),
    production: numbers.production && withUnit(numbers.production, unit),
    bound: numbers.bound && withUnit(numbers.bound, unit),
    change: numbers.change && changeWords(numbers.change),
  };
  for (const [key, value] of Object.entries(own)) {
    if (value !== undefined) values.set(key, value);
  }
  return values;
}

function factText(fact: Exclude<Fact, number>): string {
  if (typeof fact === 'string') return fact;
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no';
  const named = fact.slice(0, LIST_LENGTH).map((item) => cleanText(item));
  const rest = fact.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ');
}

/** Advice with a hole in it is no advice. */
function fillFirstKnown(fix: Message['fix'], values: ReadonlyMap<string, string>): Phrase | null {
  const templates = fix === undefined || typeof fix === 'string' ? [fix ?? ''] : fix;
  const known = templates.find((template) =>
    [...template.matchAll(PLACEHOLDER)].every(([, name = '']) => values.has(name)),
  );
  return known === undefined || known === '' ? null : fill(known, values);
}

/**
 * Fills `{placeholders}`. Words between backticks are code as a whole, placeholders in them included, so that a value
 * can never end the code it stands in.
 */
function fill(template: string, values: ReadonlyMap<string, string>): Phrase {
  const spans: Span[] = [];
  let end = 0;
  for (const match of template.matchAll(/`([^`]*)`|\{([a-zA-Z][\w-]*)\}/gu)) {
    if (match.index > end) spans.push(text(template.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, quoted, name = ''] = match;
    if (quoted !== undefined) spans.push(code(fillPlain(quoted, values)));
    else spans.push({ kind: NAMES.has(name) && values.has(name) ? 'code' : 'text', text: valueOf(name, values) });
  }
  if (end < template.length) spans.push(text(template.slice(end)));
  return spans;
}

function fillPlain(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(PLACEHOLDER, (_whole, name: string) => valueOf(name, values));
}

function valueOf(name: string, values: ReadonlyMap<string, string>): string {
  return keepSpaces(values.get(name) ?? 'unknown');
}

/** A phrase for terminals, annotations, JSON and XML: clean, without code type. */
export function plainPhrase(phrase: Phrase): string {
  return phrase.map((span) => keepSpaces(span.text)).join('');
}

export function markdownPhrase(phrase: Phrase): Markdown {
  const parts: Markdown[] = [];
  let words = '';
  // Neighbouring words are escaped as one text: what GitHub links must not hide on the seam of two.
  for (const span of phrase) {
    if (span.kind === 'text') {
      words += keepSpaces(span.text);
      continue;
    }
    parts.push(escapeMarkdown(words), markdownCode(span.text));
    words = '';
  }
  parts.push(escapeMarkdown(words));
  return joinMarkdown(parts, '');
}

/** Words of our own begin and end with spaces that join them to the next span. */
function keepSpaces(words: string): string {
  const clean = cleanText(words, 1_000);
  if (clean === '') return /\s/u.test(words) ? ' ' : '';
  return `${/^\s/u.test(words) ? ' ' : ''}${clean}${/\s$/u.test(words) ? ' ' : ''}`;
}
