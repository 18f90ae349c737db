import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/documents/excerpt.ts';

describe('an excerpt', () => {
  it('is the text itself where that is short and one line', () => {
    expect(excerpt('auc')).toBe('auc');
    expect(excerpt('x'.repeat(40))).toBe('x'.repeat(40));
  });

  it('is cut at its limit and at the end of the line', () => {
    expect(excerpt('x'.repeat(41))).toBe(`${'x'.repeat(40)}…`);
    expect(excerpt('abc\ndef')).toBe('abc…');
    expect(excerpt('abc\r')).toBe('abc…');
    expect(excerpt('abcdef', 3)).toBe('abc…');
  });

  it('never ends in half a character', () => {
    expect(excerpt('ab😀cd', 3)).toBe('ab…');
    expect(excerpt('ab😀cd', 4)).toBe('ab😀…');
  });
});
