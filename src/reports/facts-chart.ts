import { cleanText } from './clean-text.ts';
import { escapeMarkdown, type Markdown } from './markdown.ts';
import { STATUS_MARKS } from './status.ts';
import type { ChartView, TrendPoint } from './view.ts';

/** Parts of a Mermaid `xychart-beta`, written so that they cannot end the string, the list or the fence they are in. */
export interface ChartFacts {
  readonly title: string;
  readonly labels: string;
  readonly low: string;
  readonly high: string;
  readonly values: string;
  /** The verdicts in the order of the points. */
  readonly marks: Markdown;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function chartFacts(chart: ChartView): ChartFacts {
  const values = chart.points.map((point) => point.value);
  const [low, high] = rangeOf(values);
  return {
    title: `${mermaidName(chart.metric)}, last ${values.length} decisions`,
    labels: labelsOf(chart.points),
    low: decimal(low),
    high: decimal(high),
    values: values.map(decimal).join(', '),
    marks: escapeMarkdown(chart.points.map((point) => STATUS_MARKS[point.verdict]).join(' ')),
  };
}

/** Mermaid has no escape inside quotes: what is not a letter, a digit or a plain sign becomes a space. */
function mermaidName(name: string): string {
  return cleanText(name, 60).replace(/[^\p{L}\p{N} ._/-]/gu, ' ');
}

/** Categories must be unique, or Mermaid draws two points upon each other. */
function labelsOf(points: readonly TrendPoint[]): string {
  const seen = new Map<string, number>();
  const labels = points.map((point) => {
    const day = dayOf(point.at);
    const count = (seen.get(day) ?? 0) + 1;
    seen.set(day, count);
    return count === 1 ? `"${day}"` : `"${day} (${count})"`;
  });
  return labels.join(', ');
}

function dayOf(iso: string): string {
  const [, month = '', day = ''] = /^\d{4}-(\d\d)-(\d\d)/u.exec(iso) ?? [];
  return `${MONTHS[Number(month) - 1] ?? 'day'} ${Number(day)}`;
}

/** A tenth of air above and below; a flat line gets air of its own. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = high > low ? (high - low) / 10 : Math.abs(high) / 20 || 1;
  return [low - air, high + air];
}

/** Mermaid reads no exponents. */
function decimal(value: number): string {
  const rounded = Number(value.toPrecision(8));
  const text = String(rounded);
  if (!text.includes('e')) return text;
  return Math.abs(rounded) < 1 ? rounded.toFixed(20).replace(/\.?0+$/u, '') : BigInt(rounded).toString();
}
