import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFairness } from '../../src/documents/fairness-table.ts';
import { findMetric, listMetricPaths } from '../../src/documents/find-metric.ts';
import type { MetricsDocument } from '../../src/documents/metrics.ts';
import { parseMetrics } from '../../src/documents/metric-tree.ts';
import type { Parsed, SourceText } from '../../src/documents/problem.ts';
import { parseJsonTree } from '../../src/documents/read-json.ts';
import { parseModelCard } from '../../src/documents/read-model-card.ts';
import { parseTree } from '../../src/documents/read-tree.ts';
import { parseYamlTree } from '../../src/documents/read-yaml.ts';
import { findDvcPointer } from '../../src/documents/dvc-pointer.ts';
import { findLfsPointer } from '../../src/documents/lfs-pointer.ts';
import { toPlain, type TreeNode } from '../../src/documents/tree.ts';
import { fileOf, valueOf } from './parsing.ts';

const ONE_MINUTE = 60_000;

/** Pieces that steer random text into the corners of the formats. */
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '\n',
  '\r\n',
  ' ',
  '  ',
  '- ',
  '# ',
  '## ',
  '---\n',
  '```',
  '~~~',
  '|',
  '|-|-|\n',
  '<!--',
  '-->',
  '{{',
  '}}',
  '&a ',
  '*a',
  '!!str ',
  '? ',
  '>',
  '<<: ',
  '%',
  '**',
  '_',
  '`',
  '\\',
  '\\u00',
  '0',
  '-1',
  '0.5',
  '1e999',
  '91.2%',
  'NaN',
  '.nan',
  'Infinity',
  'true',
  'null',
  'auc',
  'n',
  'value',
  'slices',
  'by',
  'evaluation',
  'split',
  'macro avg',
  'precision',
  'recall',
  'groups',
  'by_group',
  'tp',
  'model-index',
  'version',
  'TBD',
  '\uFEFF',
  '\u0000',
  'é',
  '😀',
  '\ud800',
];

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

const READERS: Readonly<Record<string, (source: SourceText) => Parsed<unknown>>> = {
  json: parseJsonTree,
  yaml: parseYamlTree,
  tree: parseTree,
  metrics: parseMetrics,
  fairness: parseFairness,
  card: parseModelCard,
};

/** A value, or at least one problem that says what and, where it names a line, a possible one. */
function isWellFormed(parsed: Parsed<unknown>): boolean {
  if ('value' in parsed) return true;
  const { problems } = parsed;
  return (
    problems.length > 0 &&
    problems.every(
      ({ path, line = 1, column = 1, message }) => path !== '' && message !== '' && line >= 1 && column >= 1,
    )
  );
}

describe('every reader', () => {
  it.each(Object.entries(READERS))(
    '(%s) gives a value or a problem with a place for any text, and never throws',
    (_, read) => {
      fc.assert(
        fc.property(hostileText, fc.constantFrom('m.json', 'm.yaml', 'CARD.md'), (text, path) => {
          expect(isWellFormed(read(fileOf(text, path)))).toBe(true);
        }),
        { numRuns: 1200 },
      );
    },
    ONE_MINUTE,
  );

  it(
    'takes any bytes',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          expect(Object.values(READERS).every((read) => isWellFormed(read({ path: 'm', bytes })))).toBe(true);
          findLfsPointer(bytes);
          findDvcPointer({ path: 'm', bytes });
        }),
        { numRuns: 1000 },
      );
    },
    ONE_MINUTE,
  );
});

/** A tree that never holds what JSON.parse refuses, so that both can be compared. */
function plainOf(parsed: Parsed<TreeNode>): unknown {
  return JSON.parse(JSON.stringify(toPlain(valueOf(parsed))));
}

describe('the JSON reader', () => {
  it(
    'agrees with JSON.parse on any value',
    () => {
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (value, space) => {
          const text = JSON.stringify(value, null, space);
          expect(plainOf(parseJsonTree(fileOf(` ${text}\n`)))).toEqual(JSON.parse(text));
        }),
        { numRuns: 2000 },
      );
    },
    ONE_MINUTE,
  );

  it(
    'accepts nothing that JSON.parse refuses, but for the tokens that are not finite',
    () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const parsed = parseJsonTree(fileOf(text));
          if ('problems' in parsed) return;
          const standard = text
            .replace(/^\uFEFF/, '')
            .toWellFormed()
            .replaceAll(/-?\b(?:NaN|Infinity)\b/g, '0');
          expect(() => JSON.parse(standard)).not.toThrow();
        }),
        { numRuns: 2000 },
      );
    },
    ONE_MINUTE,
  );

  it(
    'reads every number as its lexeme says',
    () => {
      fc.assert(
        fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
          const lexeme = JSON.stringify(number);
          expect(valueOf(parseJsonTree(fileOf(lexeme)))).toMatchObject({
            kind: 'number',
            value: Number(lexeme),
            lexeme,
          });
        }),
        { numRuns: 1000 },
      );
    },
    ONE_MINUTE,
  );

  it(
    'puts every value where its text stands',
    () => {
      fc.assert(
        fc.property(fc.array(fc.integer()), fc.constantFrom('', ' ', '\n', '\r\n', '\t\n '), (numbers, space) => {
          const text = `[${numbers.map((number) => `${space}${number}${space}`).join(',')}]`;
          const tree = valueOf(parseJsonTree(fileOf(text)));
          const lines = text.split(/\r?\n/);
          for (const item of tree.kind === 'array' ? tree.items : []) {
            const lexeme = item.kind === 'number' ? item.lexeme : '';
            expect(lines[item.at.line - 1]?.slice(item.at.column - 1, item.at.column - 1 + lexeme.length)).toBe(lexeme);
          }
        }),
        { numRuns: 500 },
      );
    },
    ONE_MINUTE,
  );
});

describe('JSON and YAML', () => {
  it(
    'give the same metrics for the same text',
    () => {
      const name = fc.stringMatching(/^[a-z]{1,8}$/);
      const metrics = fc.dictionary(
        name,
        fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.dictionary(name, fc.integer())),
      );
      fc.assert(
        fc.property(metrics, (tree) => {
          const text = JSON.stringify(tree);
          const json = parseJsonTree(fileOf(text));
          const yaml = parseYamlTree(fileOf(text));
          expect(plainOf(yaml)).toEqual(plainOf(json));
        }),
        { numRuns: 500 },
      );
    },
    ONE_MINUTE,
  );
});

/** Every finite value of a document by path and slice. */
function numbersOf(parsed: Parsed<MetricsDocument>): readonly number[] {
  if ('problems' in parsed) return [];
  return parsed.value.records.flatMap(({ value }) => (value === null ? [] : [value]));
}

const INTACT = JSON.stringify(
  {
    auc: 0.912345,
    recall: { value: 0.845678, n: 4321, stderr: 0.012345, ci: [0.81, 0.88] },
    slices: { region: { EU: { auc: 0.887654, n: 1234 }, US: { auc: 0.923456, n: 3087 } } },
    evaluation: { split: 'test', n: 4321 },
  },
  null,
  2,
);

describe('a damaged metrics document', () => {
  const lexemes = new Set(INTACT.match(/-?\d[\d.e+-]*/g) ?? []);

  it('cut short is never read', () => {
    for (let length = 0; length < INTACT.length; length += 1) {
      expect(parseMetrics(fileOf(INTACT.slice(0, length)))).toHaveProperty('problems');
    }
  });

  it(
    'shows no number but those that its own text spells out',
    () => {
      const bytes = new TextEncoder().encode(INTACT);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
          (flips) => {
            const damaged = Uint8Array.from(bytes);
            for (const [offset, byte] of flips) damaged[offset] = byte;
            const text = new TextDecoder().decode(damaged);
            const spelled = new Set((text.match(/-?\d[\d.eE+-]*/g) ?? []).map(Number));
            for (const number of numbersOf(parseMetrics({ path: 'm.json', bytes: damaged })))
              expect(spelled).toContain(number);
          },
        ),
        { numRuns: 3000 },
      );
    },
    ONE_MINUTE,
  );

  it(
    'shows no new number where no digit, sign, point or exponent was touched',
    () => {
      const bytes = new TextEncoder().encode(INTACT);
      const isNumeric = (byte: number): boolean => /[-+.eE0-9]/.test(String.fromCharCode(byte));
      const offsets = [...bytes.keys()].filter((offset) => !isNumeric(bytes[offset] ?? 0));
      const known = new Set([...lexemes].map(Number));
      fc.assert(
        fc.property(fc.constantFrom(...offsets), fc.nat(255), (offset, byte) => {
          if (isNumeric(byte)) return;
          const damaged = Uint8Array.from(bytes);
          damaged[offset] = byte;
          for (const number of numbersOf(parseMetrics({ path: 'm.json', bytes: damaged })))
            expect(known).toContain(number);
        }),
        { numRuns: 2000 },
      );
    },
    ONE_MINUTE,
  );
});

describe('finding', () => {
  it(
    'finds every listed path of any tree, as the number that stands there',
    () => {
      const tree = fc.letrec<{ node: unknown }>((tie) => ({
        node: fc.oneof(
          { maxDepth: 4 },
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), tie('node'), { maxKeys: 5 }),
        ),
      })).node;
      fc.assert(
        fc.property(fc.dictionary(fc.string({ maxLength: 6 }), tree), (metrics) => {
          const parsed = parseMetrics(fileOf(JSON.stringify(metrics)));
          if ('problems' in parsed) return;
          for (const path of listMetricPaths(parsed.value))
            expect(findMetric(parsed.value, path)).toMatchObject({ state: 'found', record: { path } });
        }),
        { numRuns: 500 },
      );
    },
    ONE_MINUTE,
  );
});

describe('hostile Markdown', () => {
  const size = 200_000;
  const hostile: Readonly<Record<string, string>> = {
    pipes: '|'.repeat(size),
    'table rows': `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(3000)}`,
    'one wide row': `|a|b|\n|-|-|\n|${'x'.repeat(size / 2)}${'|1'.repeat(9000)}|`,
    hashes: '#'.repeat(size),
    stars: '*'.repeat(size),
    underscores: `- ${'_'.repeat(size)}: 0.9`,
    'opened comments': '<!--'.repeat(size / 4),
    'empty comments': '<!---->'.repeat(size / 8),
    dashes: '-'.repeat(size),
    'equals signs': `a\n${'='.repeat(size)}`,
    colons: `${':'.repeat(100)}\n`.repeat(size / 100),
    fences: '~~~\n'.repeat(size / 4),
    braces: '{{ a'.repeat(size / 4),
    'front matters': '---\n'.repeat(size / 4),
    spaces: `${' '.repeat(size)}x`,
    digits: `- a: ${'1'.repeat(size)}`,
    'list markers': '- '.repeat(size / 2),
    'carriage returns': '\r'.repeat(size),
  };

  it.each(Object.entries(hostile))('of %s is read or refused at once', (_, text) => {
    const started = performance.now();
    expect(isWellFormed(parseModelCard(fileOf(text, 'CARD.md')))).toBe(true);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
