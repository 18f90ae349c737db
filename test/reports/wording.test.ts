import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import { columns, wrap } from '../../src/reports/text-layout.ts';
import { markdownPhrase, phraseFinding, plainPhrase } from '../../src/reports/wording.ts';

const finding: Finding = {
  code: 'x',
  outcome: 'fail',
  metric: 'auc',
  slice: 'region=EU',
  candidate: 0.79996,
  production: 0.81,
  change: -0.01004,
  required: '≥ 0.80',
  bound: 0.8,
  unit: 'points',
  at: { path: 'm.json', line: 3 },
  facts: {
    n: 12,
    ok: true,
    no: false,
    word: 'word',
    few: ['a', 'b'],
    many: ['1', '2', '3', '4', '5', '6', '7', '8'],
    end: ' End.',
  },
};

function say(says: string, of: Finding = finding): string {
  return plainPhrase(phraseFinding(of, { says }).says);
}

describe('a message', () => {
  test.each([
    ['{metric} on {slice}', 'auc on region=EU'],
    ['{candidate} against {production}, {bound} needed', '0.79996 points against 0.81 points, 0.8 points needed'],
    ['{change}', '−0.01004, −1.2%'],
    ['{path}:{line} {unit} {required}', 'm.json:3 points ≥ 0.80'],
    ['{n} {ok} {no} {word}', '12 yes no word'],
    ['{few}; {many}', 'a, b; 1, 2, 3, 4, 5, 6 and 2 more'],
    ['{nothing}', 'unknown'],
    ['It is.{end}', 'It is. End.'],
    ['`set {word}: {n}` now', 'set word: 12 now'],
    ['a { b } {} c', 'a { b } {} c'],
    ['{word} {word}', 'word word'],
  ])('%s reads as %s', (template, text) => {
    expect(say(template)).toBe(text);
  });

  test('sets names in code in Markdown, and what stands between backticks', () => {
    const { says } = phraseFinding(finding, { says: '{metric} and `evidence.{word}` and {word}' });
    expect(markdownPhrase(says)).toBe('`auc` and `evidence.word` and word');
  });

  test('keeps a value from ending the code that it stands in', () => {
    const hostile = { ...finding, facts: { word: '`<b>@team|' } };
    const { says } = phraseFinding(hostile, { says: 'Set `key: {word}`.' });
    expect(markdownPhrase(says)).toBe('Set key: \\`\\<b\\>@\u200Bteam\\|.');
  });

  test('escapes what only two neighbours together make', () => {
    const { says } = phraseFinding({ ...finding, facts: { word: '//evil.example' } }, { says: 'https:{word}' });
    expect(markdownPhrase(says)).toBe('https:\u200B//evil.example');
  });

  test('keeps no fix that lacks a value', () => {
    const message = { says: 'x', fix: 'Write {nothing}.' };
    expect(phraseFinding(finding, message).fix).toBeNull();
    expect(phraseFinding(finding, { says: 'x', fix: 'Write {word}.' }).fix).not.toBeNull();
  });

  test('cannot have its metric replaced by a fact of the same name', () => {
    expect(say('{metric}', { ...finding, facts: { metric: 'other' } })).toBe('auc');
  });

  test('shows a change without the numbers that it is the change of', () => {
    expect(say('{change}', { code: 'x', outcome: 'fail', change: 0.5 })).toBe('+0.5');
    expect(say('{change}', { code: 'x', outcome: 'fail', change: null, candidate: null })).toBe('unknown');
  });

  test('that nobody wrote says the code and what is required', () => {
    expect(plainPhrase(phraseFinding(finding, undefined).says)).toBe('The result is x for auc; required: ≥ 0.80.');
    expect(plainPhrase(phraseFinding({ code: 'x', outcome: 'fail' }, undefined).says)).toBe('The result is x.');
  });

  test('of nothing but invisible characters says nothing', () => {
    expect(say('{word}', { ...finding, facts: { word: '\u200B' } })).toBe('');
    expect(say('a{word}b', { ...finding, facts: { word: '\u200B \u200B' } })).toBe('a b');
  });
});

describe('the layout of text', () => {
  test('breaks between words and keeps long ones whole', () => {
    expect(wrap('one two three', 9, ' ')).toEqual([' one two', '   three']);
    expect(wrap('a-very-long-word next', 5, '')).toEqual(['a-very-long-word', '  next']);
  });

  test('fills the cells that a row lacks', () => {
    expect(columns([['a', 'b'], ['ccc']], ['left', 'right'])).toEqual(['a    b', 'ccc']);
  });
});
