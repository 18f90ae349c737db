import { readEvidence } from '../src/documents/readers/read-evidence.ts';
import { TWINS } from '../test/documents/readers/twins.ts';
import { heading, time } from './measure.ts';

const WANTED_BYTES = 500_000;
const RUNS = 5;
const ENCODER = new TextEncoder();

interface Container {
  readonly size: number;
  readonly grow: (copies: number) => void;
}

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** Lists and maps of objects in a document; the largest of them is what grows in real files. */
function containersOf(value: Plain, found: Container[] = []): readonly Container[] {
  if (value === null || typeof value !== 'object') return found;
  const children: readonly Plain[] = Array.isArray(value) ? value : Object.values(value);
  for (const child of children) containersOf(child, found);
  const objects = children.filter((child) => child !== null && typeof child === 'object' && !Array.isArray(child));
  if (objects.length === 0 || objects.length < children.length) return found;
  const size = JSON.stringify(value).length;
  found.push({
    size,
    grow: (copies) => {
      if (Array.isArray(value)) {
        const items = [...value];
        for (let copy = 1; copy < copies; copy += 1) value.push(...structuredClone(items));
        return;
      }
      const entries = Object.entries(value);
      for (let copy = 1; copy < copies; copy += 1)
        for (const [key, item] of entries) value[`${key}_${copy}`] = structuredClone(item);
    },
  });
  return found;
}

function enlargeJson(text: string): string | undefined {
  const value = JSON.parse(text) as Plain;
  const largest = [...containersOf(value)].sort((a, b) => b.size - a.size)[0];
  if (largest === undefined) return undefined;
  largest.grow(Math.ceil(WANTED_BYTES / largest.size));
  return JSON.stringify(value, null, 1);
}

/** Repeats the last line that is not empty: a row of a table, a value of JSON lines. */
function enlargeLines(text: string): string | undefined {
  const lines = text.trimEnd().split('\n');
  const last = lines.at(-1);
  if (last === undefined || lines.length < 2) return undefined;
  return `${text.trimEnd()}\n${`${last}\n`.repeat(Math.min(90_000, Math.ceil(WANTED_BYTES / (last.length + 1))))}`;
}

function enlarge(text: string): string | undefined {
  try {
    return enlargeJson(text);
  } catch {
    return enlargeLines(text);
  }
}

/** Parse rates of each format on files of about 0.5 MB, beside JSON.parse of the same bytes where they are JSON. */
export async function benchReaders(): Promise<void> {
  heading('Readers on files of about 0.5 MB, grown from small ones (goal: far below 1 s each)');
  for (const [id, bytes] of Object.entries(TWINS).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = enlarge(new TextDecoder().decode(bytes));
    if (text === undefined) continue;
    const large = ENCODER.encode(text);
    const path = id === 'dvc-yaml' || id === 'mlmodel' ? 'evidence.yaml' : 'evidence.json';
    const source = { path, bytes: large };
    const parsed = readEvidence(source);
    const timing = await time(RUNS, () => readEvidence(source), 1);
    const isJson = text.startsWith('{') || text.startsWith('[');
    const plain = isJson ? await time(RUNS, () => parseJson(text), 1) : undefined;
    const rate = (median: number): string => `${(large.length / 1e6 / (median / 1000)).toFixed(1)} MB/s`.padStart(11);
    const outcome =
      'problems' in parsed
        ? `refused: ${parsed.problems[0]?.message}`
        : `${parsed.value.format}, ${parsed.value.records.length} records`;
    console.log(
      `${id.padEnd(22)} ${(large.length / 1e6).toFixed(2)} MB ${rate(timing.median)}  JSON.parse ${plain === undefined ? '          –' : rate(plain.median)}  ${outcome}`,
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
