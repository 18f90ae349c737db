/**
 * Levenshtein's distance of two texts, or undefined when it is more than `limit`. Two rows are kept, and lengths that
 * differ by more than the limit are not compared at all.
 */
export function editDistance(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = at(previous, j - 1) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      const distance = Math.min(substituted, at(previous, j) + 1, at(current, j - 1) + 1);
      current.push(distance);
      if (distance < best) best = distance;
    }
    if (best > limit) return undefined;
    previous = current;
  }
  const distance = at(previous, b.length);
  return distance > limit ? undefined : distance;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}
