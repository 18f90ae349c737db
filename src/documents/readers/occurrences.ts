/** Counts how often a name was seen, the present time included. */
export type Occurrences = (name: string) => number;

export function createOccurrences(): Occurrences {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count;
  };
}
