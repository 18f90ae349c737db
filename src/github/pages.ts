import { PAGE_SIZE } from './limits.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/**
 * Every item of a paged list. The first page names the last one in its `Link` header, so all others are fetched at the
 * same time: two round trips, however long the list. A server that sends no such header is asked page by page until a
 * page is not full.
 *
 * @param maxItems stop asking once this many are known; the caller decides what that means
 */
export async function collectPages<T>(
  fetchPage: (page: number) => Promise<Page<T>>,
  maxItems: number = Number.POSITIVE_INFINITY,
): Promise<readonly T[]> {
  const first = await fetchPage(1);
  const link = String(first.headers['link'] ?? '');
  const last = lastPage(link);
  if (last !== null) {
    const count = Math.min(last, Math.ceil(maxItems / PAGE_SIZE));
    const rest = await Promise.all(Array.from({ length: Math.max(0, count - 1) }, (_, i) => fetchPage(i + 2)));
    return [first, ...rest].flatMap((page) => page.items);
  }
  const items = [...first.items];
  let page: Page<T> = first;
  for (let number = 2; mayContinue(page) && items.length < maxItems; number += 1) {
    page = await fetchPage(number);
    // A server that knows no pages gives the same list again.
    if (page.items.length > 0 && JSON.stringify(page.items[0]) === JSON.stringify(first.items[0])) break;
    items.push(...page.items);
  }
  return items;
}

/** More items than were asked for means that the server knows no pages and gave everything. */
function mayContinue<T>(page: Page<T>): boolean {
  return page.items.length === PAGE_SIZE || String(page.headers['link'] ?? '').includes('rel="next"');
}

function lastPage(link: string): number | null {
  for (const part of link.split(',')) {
    const match = /<([^>]*)>;\s*rel="last"/.exec(part);
    const page = Number(URL.parse(match?.[1] ?? '')?.searchParams.get('page') ?? Number.NaN);
    if (Number.isInteger(page) && page > 0) return page;
  }
  return null;
}
