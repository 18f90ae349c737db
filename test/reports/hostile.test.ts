import * as fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import type { Judgement } from '../../src/engine/verdict.ts';
import { checkRun } from '../../src/reports/check-run.ts';
import { renderComment } from '../../src/reports/comment.ts';
import { renderJunit } from '../../src/reports/junit.ts';
import { renderText } from '../../src/reports/text.ts';
import { viewReport } from '../../src/reports/view-report.ts';
import { context, gate, judgement, model } from './judgements.ts';

const PIECES = [
  '|',
  '\\',
  '`',
  '*',
  '_',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '#',
  '~',
  '!',
  '&lt;',
  '$',
  '\n',
  '\n\n',
  '- ',
  '1. ',
  '---',
  '```',
  '<!--',
  '-->',
  '</details>',
  '<br>',
  '<img src=x>',
  '@team',
  'https://evil.example',
  'www.evil.example',
  '#1',
  ':smile:',
  'deadbeef',
  ']]>',
  '"',
  "'",
  '\u001B[31m',
  '\u202E',
  '\u0000',
  '{metric}',
  '{{x}}',
  'auc',
  '0.9',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''));

/** A judgement with one text in every place that a pull request or a policy can fill. */
function judgementOf(text: string): Judgement {
  const at = { path: text, line: 2, column: 3 };
  const finding = {
    code: text,
    outcome: 'fail',
    metric: text,
    slice: text,
    candidate: 1,
    production: 2,
    change: -1,
  } as const;
  const worded = { ...finding, code: 'section-missing', required: text, unit: text, at, facts: { section: text } };
  const waived = { by: text, reason: text, until: text };
  return judgement({
    stage: text,
    notes: ['policy-edited-here'],
    problems: [{ ...at, message: text, expected: text, received: text, example: text }],
    policy: { path: 'p.yml', ref: text, commit: 'abc1234', blob: null, sha256: 'x' },
    models: [
      model({
        name: text,
        verdict: 'blocked',
        primary: { metric: text, direction: 'higher', candidate: 1, production: 2, change: -1, unit: text },
        gates: [
          gate('model-card', [finding, worded], { at }),
          gate('slice-metrics', [worded, finding], { waived, enforceFrom: text }),
          gate('fairness', [{ ...worded, outcome: 'pass' }]),
        ],
        notices: [worded],
        metrics: [{ metric: text, candidate: 1, production: 2, change: -1 }],
        production: { ref: text, commit: 'def5678', path: text, blob: null, sha256: null, reason: text },
      }),
    ],
  });
}

const OUR_HTML =
  /^(?:<\/?(?:details|summary|sub|span)>|<br>|<summary>[\w ,]+<\/summary>|<!-- modelgate:sticky[^>]* -->|\s)*$/u;

interface Census {
  readonly types: Readonly<Record<string, number>>;
  readonly foreign: readonly string[];
}

/** How many of each element a document has, and what in it is not ours. */
function censusOf(markdown: string): Census {
  const types: Record<string, number> = {};
  const foreign: string[] = [];
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token) => {
    tokens.push(token);
  });
  for (const token of tokens) {
    if (token.type !== 'text' && token.type !== 'escape' && token.type !== 'codespan' && token.type !== 'html') {
      types[token.type] = (types[token.type] ?? 0) + 1;
    }
    if (token.type === 'html' && !OUR_HTML.test(token.raw)) foreign.push(token.raw);
    if (token.type === 'link' && !(token as Tokens.Link).href.startsWith('https://github.example/acme/churn/blob/')) {
      foreign.push(token.raw);
    }
    if (token.type === 'table') types['row'] = (types['row'] ?? 0) + (token as Tokens.Table).rows.length;
  }
  return { types, foreign };
}

const trend = (text: string) => ({
  [text]: [
    { verdict: 'approved' as const, value: 1, at: text },
    { verdict: 'blocked' as const, value: 2, at: '2026-11-03' },
  ],
});

test('no text in any place of a comment or check adds an element to it', () => {
  const plain = viewReport(judgementOf('auc'), { ...context, trend: trend('auc') });
  const expected = { comment: censusOf(renderComment(plain)), summary: censusOf(checkRun(plain).output.summary) };
  expect(expected.comment.foreign).toEqual([]);
  fc.assert(
    fc.property(hostile, (text) => {
      const view = viewReport(judgementOf(text), { ...context, trend: trend(text) });
      const comment = renderComment(view);
      expect(censusOf(comment)).toEqual(expected.comment);
      expect(censusOf(checkRun(view).output.summary)).toEqual(expected.summary);
      expect(comment.match(/^```/gmu)).toHaveLength(2);
      expect(comment.split('\n')[0]).toMatch(/^❌ \*\*Blocked for/u);
    }),
    { numRuns: 2_000 },
  );
});

test('no text adds a line or a control character to the terminal, or markup to JUnit', () => {
  const elements = (xml: string): readonly string[] => xml.match(/<\/?\w+/gu) ?? [];
  const expected = elements(renderJunit(viewReport(judgementOf('auc'), context)));
  fc.assert(
    fc.property(hostile, (text) => {
      const view = viewReport(judgementOf(text), context);
      expect(renderText(view)).not.toMatch(/[\p{Cc}\p{Cf}](?<!\n)/u);
      expect(elements(renderJunit(view))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
