import { cleanText, MAX_VALUE_LENGTH } from './clean-text.ts';

declare const markdown: unique symbol;

/**
 * Text that may stand in a Markdown document as it is. Only this file makes it, so a value that nobody escaped does
 * not fit into a template's facts.
 */
export type Markdown = string & { readonly [markdown]: true };

/** Zero-width space: breaks up what GitHub would link after Markdown is rendered, and is not seen. */
const BREAK = '\u200B';

/** Backslash escapes take every ASCII punctuation character (CommonMark 2.4). */
const STRUCTURE = /[\\`*[\]<>#~|]|&(?=[#a-z])/giu;

/** An underscore between two letters or digits cannot emphasise, and `latency_p95_ms` stays readable in the source. */
const EMPHASIS = /(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9])/gu;

/** What opens a block when it stands first: a list, a heading's underline, a delimiter row, a thematic break. */
const BLOCK_START = /^(?:[-+](?![\w.])|=|:(?=-)|\d{1,9}(?=[.)](?:\s|$)))/u;

/** What GitHub may take for a commit; the digits after a decimal point are none. */
const COMMIT = /(?<![0-9a-z])(?!(?<=\d\.)\d+(?![0-9a-z]))[0-9a-f]{7,40}(?![0-9a-z])/giu;

/**
 * A value as Markdown text: in a table cell, a list item or a sentence it renders as its own characters and nothing
 * else. Neutralises what GitHub links or replaces in text: mentions, references to issues and commits, bare URLs and
 * mail addresses, emoji codes, mathematics.
 */
export function markdownText(value: string, maxLength = MAX_VALUE_LENGTH): Markdown {
  return escapeMarkdown(cleanText(value, maxLength));
}

/** Escapes a text that is already clean, its outer spaces kept. */
export function escapeMarkdown(clean: string): Markdown {
  const inert = clean
    .replace(STRUCTURE, '\\$&')
    .replace(EMPHASIS, '\\_')
    .replace(BLOCK_START, escapeBlockStart)
    .replace(/@/gu, `@${BREAK}`)
    .replace(/#/gu, `#${BREAK}`)
    .replace(/\bGH-/giu, `$&${BREAK}`)
    .replace(/:(?=\/\/)/gu, `:${BREAK}`)
    .replace(/\b(?:mailto|xmpp):/giu, `$&${BREAK}`)
    .replace(/www(?=\.)/giu, `$&${BREAK}`)
    .replace(/:(?=[\w+-]+:)/gu, `:${BREAK}`)
    .replace(COMMIT, breakHash)
    // GitHub's own advice for a dollar sign that is no mathematics: an element of its own.
    .replace(/\$/gu, '<span>$</span>');
  return inert as Markdown;
}

function escapeBlockStart(mark: string): string {
  // A digit cannot be escaped; parted from its dot it numbers no list.
  return /\d/u.test(mark) ? `${mark}${BREAK}` : `\\${mark}`;
}

/** GitHub links seven or more hexadecimal digits to a commit; six never are. */
function breakHash(hash: string): string {
  return hash.replace(/.{6}(?=.)/gu, `$&${BREAK}`);
}

/**
 * A name as inline code, in which GitHub neither mentions nor links. Backticks, pipes and backslashes cannot be told
 * apart from structure inside a table cell's code, so a name that has one is shown as text.
 */
export function markdownCode(value: string, maxLength = MAX_VALUE_LENGTH): Markdown {
  const clean = cleanText(value, maxLength);
  if (clean === '' || /[`|\\]/u.test(clean)) return escapeMarkdown(clean);
  return `\`${clean}\`` as Markdown;
}

/** A link whose text is already Markdown. The address is made by `links.ts`, which leaves no character of structure. */
export function markdownLink(text: Markdown, url: string): Markdown {
  return `[${text}](${url.replace(/[\s()<>\\|]/gu, encodeCharacter)})` as Markdown;
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
}

/** Joins Markdown with words of our own: ``sentence`${name} is missing` ``. */
export function sentence(words: TemplateStringsArray, ...values: readonly (Markdown | number)[]): Markdown {
  return String.raw({ raw: words }, ...values) as Markdown;
}

export function joinMarkdown(parts: readonly Markdown[], separator: string): Markdown {
  return parts.join(separator) as Markdown;
}
