import { describe, expect, test } from 'vitest';
import { planStickyComment } from '../../src/github/sticky-comment.ts';
import type { IssueComment } from '../../src/github/types.ts';

const MARKER = '<!-- modelgate:v1 -->';
const BODY = `${MARKER}\n## Approved\n`;
const IDENTITY = { appId: 7, slug: 'modelgate' };
const ASKED = { marker: MARKER, body: BODY, identity: IDENTITY };

function comment(id: number, changes: Partial<IssueComment> = {}): IssueComment {
  const author = { id: 1, login: 'modelgate[bot]', bot: true };
  return { id, body: BODY, author, appId: 7, url: `https://github.example/c/${id}`, ...changes };
}

describe('the sticky comment', () => {
  test('is created where there is none', () => {
    expect(planStickyComment([], ASKED)).toEqual({ write: { action: 'create' }, remove: [] });
  });

  test('is updated where it says something else', () => {
    expect(planStickyComment([comment(1, { body: `${MARKER}\nold` })], ASKED)).toEqual({
      write: { action: 'update', id: 1 },
      remove: [],
    });
  });

  test('is not written again where nothing changed, whatever GitHub did to its white space', () => {
    const stored = BODY.replaceAll('\n', '\r\n').trim();
    expect(planStickyComment([comment(1, { body: stored })], ASKED).write).toEqual({ action: 'none', id: 1 });
  });

  test('keeps the oldest of ours and removes the others', () => {
    expect(planStickyComment([comment(9), comment(3), comment(5)], ASKED)).toEqual({
      write: { action: 'none', id: 3 },
      remove: [5, 9],
    });
  });

  test('leaves a person alone who posted our marker (case 45)', () => {
    const person = comment(1, { appId: null, author: { id: 1, login: 'mallory', bot: false } });
    expect(planStickyComment([person], ASKED)).toEqual({ write: { action: 'create' }, remove: [] });
  });

  test('leaves another app alone that posted our marker', () => {
    const other = comment(1, { appId: 8 });
    const otherBot = comment(2, { appId: null, author: { id: 1, login: 'modelgate-evil[bot]', bot: true } });
    expect(planStickyComment([other, otherBot], ASKED)).toEqual({ write: { action: 'create' }, remove: [] });
  });

  test('leaves a person alone whose login looks like ours', () => {
    const person = comment(1, { appId: null, author: { id: 1, login: 'modelgate-bot', bot: false } });
    expect(planStickyComment([person], ASKED).write).toEqual({ action: 'create' });
  });

  test('leaves our own other comments alone', () => {
    expect(planStickyComment([comment(1, { body: 'Thanks for the command.' })], ASKED).write).toEqual({
      action: 'create',
    });
  });

  test('is known by the login of our bot where GitHub names no app', () => {
    expect(planStickyComment([comment(1, { appId: null })], ASKED).write).toEqual({ action: 'none', id: 1 });
  });

  test('is known by the id that we stored', () => {
    const stranger = comment(4, { appId: null, author: null });
    expect(planStickyComment([stranger], { ...ASKED, storedId: 4 }).write).toEqual({ action: 'none', id: 4 });
    expect(planStickyComment([stranger], { ...ASKED, storedId: 5 }).write).toEqual({ action: 'create' });
  });

  test("is a bot's, not a person's or a workflow's, where neither our slug nor its app is told", () => {
    const asked = { ...ASKED, identity: { appId: 7, slug: null } };
    const by = (login: string) => comment(1, { appId: null, author: { id: 1, login, bot: true } });
    expect(planStickyComment([by('modelgate[bot]')], asked).write).toEqual({ action: 'none', id: 1 });
    expect(planStickyComment([by('mallory')], asked).write).toEqual({ action: 'create' });
    expect(planStickyComment([by('github-actions[bot]')], asked).write).toEqual({ action: 'create' });
    expect(planStickyComment([comment(1, { appId: 8 })], asked).write).toEqual({ action: 'create' });
  });
});
