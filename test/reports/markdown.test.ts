import * as fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/reports/clean-text.ts';
import {
  escapeMarkdown,
  joinMarkdown,
  markdownCode,
  markdownLink,
  markdownText,
  sentence,
} from '../../src/reports/markdown.ts';

/** Pieces that mean something to Markdown, to GitHub or to a terminal, to be mixed with any characters. */
const PIECES = [
  '|',
  '\\',
  '`',
  '``',
  '*',
  '**',
  '_',
  '__',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '#',
  '~',
  '~~',
  '!',
  '&',
  '&amp;',
  '&#124;',
  '$',
  '$$',
  '\n',
  '\r\n',
  '\n\n',
  '\t',
  '    ',
  '- ',
  '1. ',
  '1) ',
  '+ ',
  '> ',
  '# ',
  '---',
  '===',
  ':-:',
  '|--|',
  '```',
  '~~~',
  '[ ] ',
  '![',
  '](',
  '<!--',
  '-->',
  '<b>',
  '</td>',
  '<script>',
  '<details>',
  '@team',
  '@acme/owners',
  'a@b.example',
  'mailto:',
  'xmpp:',
  'http://',
  'https://evil.example',
  'ftp://x.example',
  'www.evil.example',
  'WWW.',
  '#123',
  'GH-12',
  'acme/churn#4',
  'acme/churn@',
  'deadbeef',
  '0123456789abcdef0123456789abcdef01234567',
  ':smile:',
  ':+1:',
  '[^1]',
  '[x]: y',
  '[!NOTE]',
  '\u202E',
  '\u200B',
  '\u2028',
  '\u0000',
  '\u001B[31m',
  '\uD800',
  '\u{E0041}',
  '\uFEFF',
  'auc',
  'latency_p95_ms',
  '0.95',
  'é',
  '漢',
  '👩‍🔬',
  '=',
];

const hostileText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));

const INERT = new Set(['text', 'escape']);
const BREAKS = /\u200B/gu;

/** What a reader sees of inline tokens; throws at anything that is more than text. */
function visible(tokens: readonly Token[], allowed: ReadonlySet<string>): string {
  refuseStructure(tokens, allowed);
  const html = marked.parser(
    tokens.flatMap(inlineOf).map((token) => ({ type: 'text', raw: '', text: '', tokens: [token] })),
  );
  return decode(html.replace(/<\/?(?:span|code|p)>/gu, ''));
}

function inlineOf(token: Token): readonly Token[] {
  return token.type === 'text' && 'tokens' in token && token.tokens !== undefined ? token.tokens : [token];
}

function refuseStructure(tokens: readonly Token[], allowed: ReadonlySet<string>): void {
  for (const token of tokens.flatMap(inlineOf)) {
    if (token.type === 'html' && (token.raw === '<span>' || token.raw === '</span>')) continue;
    if (!allowed.has(token.type)) throw new Error(`${token.type} came out of ${JSON.stringify(token.raw)}`);
  }
}

function decode(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function cellOf(markdown: string): readonly Token[] {
  const source = `before\n\n| a | b |\n| -- | -- |\n| ${markdown} | last |\n\nafter\n`;
  const tokens = marked.lexer(source).filter((token) => token.type !== 'space');
  expect(tokens.map((token) => token.type)).toEqual(['paragraph', 'table', 'paragraph']);
  const table = tokens[1] as Tokens.Table;
  expect(table.rows).toHaveLength(1);
  const [row = []] = table.rows;
  expect(row.map((cell) => cell.text)).toHaveLength(2);
  expect(row[1]?.text).toBe('last');
  return row[0]?.tokens ?? [];
}

function itemOf(markdown: string): readonly Token[] {
  const tokens = marked.lexer(`- ${markdown}\n- last\n`);
  expect(tokens.map((token) => token.type)).toEqual(['list']);
  const { items } = tokens[0] as Tokens.List;
  expect(items).toHaveLength(2);
  expect(items[0]?.task).toBe(false);
  return items[0]?.tokens ?? [];
}

describe('markdownText', () => {
  test('renders any text in a table cell as its own characters and nothing else', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const tokens = cellOf(markdownText(value));
        expect(visible(tokens, INERT).replace(BREAKS, '').trim()).toBe(cleanText(value));
      }),
      { numRuns: 10_000 },
    );
  });

  test('renders any text in a list item as its own characters and nothing else', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const tokens = itemOf(markdownText(value));
        expect(visible(tokens, INERT).replace(BREAKS, '')).toBe(cleanText(value));
      }),
      { numRuns: 10_000 },
    );
  });

  test('renders any text that stands alone on a line as one paragraph of text', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const tokens = marked.lexer(`Before\n${markdownText(value)}`);
        expect(tokens.map((token) => token.type).filter((type) => type !== 'space')).toEqual(['paragraph']);
      }),
      { numRuns: 10_000 },
    );
  });

  test('leaves nothing that GitHub links or replaces in text', () => {
    const links = [
      /@[a-z0-9]/iu,
      /(?:https?|ftp):\/\//iu,
      /\bwww\./iu,
      /#\d/u,
      /\bGH-\d/iu,
      /(?<![0-9a-z])(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![0-9a-z])/iu,
      /(?<![0-9a-z.])[0-9a-f]{7,40}(?![0-9a-z])/iu,
      /:[\w+-]+:/u,
      /(?<!<span>)\$/u,
    ];
    fc.assert(
      fc.property(hostileText, (value) => {
        const escaped = markdownText(value);
        for (const link of links) expect(escaped).not.toMatch(link);
      }),
      { numRuns: 10_000 },
    );
  });

  test('case 44: a metric named a|b<!--x-->@team is rendered inert', () => {
    const escaped = markdownText('a|b<!--x-->@team');
    expect(escaped).toBe('a\\|b\\<!--x--\\>@\u200Bteam');
    expect(visible(cellOf(escaped), INERT)).toBe('a|b<!--x-->@\u200Bteam');
  });

  test('leaves the digits after a decimal point together', () => {
    expect(markdownText('0.6213856006209975')).toBe('0.6213856006209975');
    expect(markdownText('deadbeef 1.deadbeef 12345678')).toBe('deadbe\u200Bef 1.deadbe\u200Bef 123456\u200B78');
  });

  test('keeps names with underscores between letters readable in the source', () => {
    expect(markdownText('latency_p95_ms')).toBe('latency_p95_ms');
    expect(markdownText('_private_ __init__')).toBe('\\_private\\_ \\_\\_init\\_\\_');
  });

  test('leaves signed and decimal numbers as they are, and escapes what would begin a list', () => {
    expect(markdownText('+0.5')).toBe('+0.5');
    expect(markdownText('0.5')).toBe('0.5');
    expect(markdownText('- a')).toBe('\\- a');
    expect(markdownText('1. a')).toBe('1\u200B. a');
  });
});

describe('markdownCode', () => {
  test('renders any name in a table cell as code or as text with the same characters', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const tokens = cellOf(markdownCode(value));
        const seen = visible(tokens, new Set([...INERT, 'codespan']));
        expect(seen.replace(BREAKS, '').trim()).toBe(cleanText(value));
      }),
      { numRuns: 10_000 },
    );
  });

  test('sets a plain name in code', () => {
    expect(markdownCode('test.auc')).toBe('`test.auc`');
  });
});

describe('cleanText', () => {
  test('strips control and bidi characters and line breaks', () => {
    expect(cleanText('a\r\nb\u202E\u0000c\u001B[31m\u200Bd')).toBe('a bc[31md');
  });

  test('cuts a long text and says so', () => {
    expect(cleanText('x'.repeat(300), 10)).toBe('xxxxxxxxx…');
    expect(cleanText(`${' '.repeat(5_000)}x`, 10)).toMatch(/…$/u);
  });

  test('never cuts a character in two', () => {
    expect(cleanText('👍'.repeat(20), 3)).toBe('👍👍…');
    expect(cleanText('👍👍👍', 3)).toBe('👍👍👍');
  });
});

test('a link keeps its address within its parentheses', () => {
  expect(markdownLink(sentence`x`, 'https://h/a b)(<>|\\')).toBe('[x](https://h/a%20b%29%28%3C%3E%7C%5C)');
});

test('escaped parts join without being escaped twice', () => {
  expect(joinMarkdown([markdownCode('a'), escapeMarkdown(' * ')], '')).toBe('`a` \\* ');
});
