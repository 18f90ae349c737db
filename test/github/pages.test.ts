import { expect, test } from 'vitest';
import { collectPages } from '../../src/github/pages.ts';

const numbers = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => from + i);

test('without a Link header pages are asked for until one is not full', async () => {
  const asked: number[] = [];
  const items = await collectPages(async (page) => {
    asked.push(page);
    return { items: numbers((page - 1) * 100, page === 3 ? 7 : 100), headers: {} };
  });
  expect(items).toEqual(numbers(0, 207));
  expect(asked).toEqual([1, 2, 3]);
});

test('a server that knows no pages is not read twice', async () => {
  expect(await collectPages(async () => ({ items: numbers(0, 100), headers: {} }))).toEqual(numbers(0, 100));
  expect(await collectPages(async () => ({ items: numbers(0, 250), headers: {} }))).toEqual(numbers(0, 250));
});

test('a Link header that names only the next page is followed', async () => {
  const items = await collectPages(async (page) => ({
    items: numbers((page - 1) * 30, 30),
    headers: page < 3 ? { link: `<https://api.example/x?page=${page + 1}>; rel="next"` } : {},
  }));
  expect(items).toEqual(numbers(0, 90));
});

test('the last page is read from its address, whatever else the header says', async () => {
  const link =
    '<https://api.example/x?per_page=100&page=2>; rel="next", <https://api.example/x?per_page=100&page=4>; rel="last"';
  const asked: number[] = [];
  await collectPages(async (page) => {
    asked.push(page);
    return { items: numbers(page * 100, 100), headers: { link } };
  });
  expect(asked).toEqual([1, 2, 3, 4]);
});

test('no more pages are asked for than the limit needs', async () => {
  const link = '<https://api.example/x?page=90>; rel="last"';
  const items = await collectPages(async (page) => ({ items: numbers(page * 100, 100), headers: { link } }), 300);
  expect(items).toHaveLength(300);
});
