/**
 * Levenshtein's distance of two texts, or undefined when it is more than `limit`. One row is kept, and lengths that
 * differ by more than the limit are not compared at all.
 */
export function editDistance(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  let distance = b.length;
  for (let i = 0; i < a.length; i += 1) {
    const next: number[] = [];
    let left = Number.POSITIVE_INFINITY;
    let diagonal = Number.POSITIVE_INFINITY;
    let best = Number.POSITIVE_INFINITY;
    for (const [j, above] of row.entries()) {
      const isSame = j > 0 && a.charCodeAt(i) === b.charCodeAt(j - 1);
      left = Math.min(above + 1, left + 1, isSame ? diagonal : diagonal + 1);
      next.push(left);
      best = Math.min(best, left);
      diagonal = above;
    }
    if (best > limit) return undefined;
    distance = left;
    row = next;
  }
  return distance > limit ? undefined : distance;
}
