import { performance } from 'node:perf_hooks';

export interface Timing {
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly runs: number;
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function summarize(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    min: sorted[0] ?? Number.NaN,
    runs: sorted.length,
  };
}

/** Milliseconds of each run, after some to warm up. */
export async function time(runs: number, run: () => unknown, warmUp = 3): Promise<Timing> {
  const samples: number[] = [];
  for (let index = -warmUp; index < runs; index += 1) {
    const start = performance.now();
    await run();
    if (index >= 0) samples.push(performance.now() - start);
  }
  return summarize(samples);
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

export function report(name: string, timing: Timing, note = ''): void {
  console.log(
    `${name.padEnd(58)} median ${ms(timing.median).padStart(9)}  p95 ${ms(timing.p95).padStart(9)}  min ${ms(timing.min).padStart(9)}  n=${timing.runs}  ${note}`,
  );
}

export function heading(text: string): void {
  console.log(`\n${text}`);
}
