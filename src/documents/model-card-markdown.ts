import { stripEmphasis } from './claim-number.ts';
import { excerpt } from './excerpt.ts';
import { readFrontMatter } from './front-matter.ts';
import { readLabel, readMarkdownClaims } from './markdown-claims.ts';
import { type MarkdownLine, scanMarkdown } from './markdown-lines.ts';
import type { ModelCardDocument, ModelCardSection } from './model-card.ts';
import { sectionIdsOf } from './model-card-sections.ts';
import { MAX_CARD_CLAIMS, MAX_CARD_SECTIONS } from './limits.ts';
import { describeNode } from './describe-node.ts';
import { readModelIndex } from './model-index-claims.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Parsed, Position, Problem } from './problem.ts';
import { listMarkdownSections } from './markdown-sections.ts';
import type { ObjectNode } from './tree.ts';

/** Facts of a card that stand in one line rather than under a heading of their own. */
const ONE_LINE_SECTIONS: ReadonlySet<string> = new Set(['model-name', 'version', 'date', 'owner']);

interface Fact {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly at: Position;
}

/** Reads a model card in Markdown, with or without front matter. Nothing in it is ever executed. */
export function readMarkdownCard(path: string, text: string): Parsed<ModelCardDocument> {
  const lines = text.split(/\r\n|\r|\n/);
  const front = readFrontMatter(path, lines);
  if (front !== undefined && 'problems' in front) return front;
  const data = front?.value.data ?? null;
  const warnings: Problem[] = [];
  if (data !== null && data.kind !== 'object') {
    const received = describeNode(data);
    warnings.push({ path, ...data.at, message: 'The front matter is no set of keys', expected: 'an object', received });
  }
  const object = data?.kind === 'object' ? data : undefined;
  const scanned = scanMarkdown(lines, front?.value.bodyLine ?? 1);
  const facts = [...(object === undefined ? [] : listKeyFacts(object)), ...listLabelFacts(scanned)];
  const sections = [...facts.map(sectionOfFact), ...listMarkdownSections(scanned)];
  const claims = [...(object === undefined ? [] : readModelIndex(object)), ...readMarkdownClaims(scanned)];
  const excess = findExcess(path, sections.length, claims.length);
  if (excess !== undefined) return { problems: [excess] };
  const version = facts.find(({ id, value }) => id === 'version' && !isPlaceholder(value));
  return {
    value: {
      kind: 'model-card',
      path,
      format: 'markdown',
      sections,
      claims,
      ...(version === undefined ? {} : { version: { value: excerpt(version.value, 80), at: version.at } }),
      warnings,
    },
    warnings,
  };
}

/** A card that nobody can read is not compared either. */
function findExcess(path: string, sections: number, claims: number): Problem | undefined {
  if (sections <= MAX_CARD_SECTIONS && claims <= MAX_CARD_CLAIMS) return undefined;
  const expected = `at most ${MAX_CARD_SECTIONS} sections and ${MAX_CARD_CLAIMS} numbers`;
  return { path, message: 'The model card is too large', expected, received: `${sections} and ${claims}` };
}

/** `version: 1.2.0` and its like in the front matter. */
function listKeyFacts(data: ObjectNode): readonly Fact[] {
  const facts: Fact[] = [];
  for (const { key, value } of data.entries) {
    const id = oneLineId(key);
    if (id === undefined || (value.kind !== 'string' && value.kind !== 'number')) continue;
    facts.push({ id, title: key, value: value.kind === 'string' ? value.value : value.lexeme, at: value.at });
  }
  return facts;
}

/** `- **Developed by:** Somebody` and its like in the body. */
function listLabelFacts(lines: readonly MarkdownLine[]): readonly Fact[] {
  const facts: Fact[] = [];
  for (const line of lines) {
    const label = line.kind === 'text' ? readLabel(line) : undefined;
    const id = label === undefined ? undefined : oneLineId(label.name);
    if (label !== undefined && id !== undefined)
      facts.push({ id, title: stripEmphasis(label.name), value: label.value, at: label.at });
  }
  return facts;
}

function oneLineId(title: string): string | undefined {
  return sectionIdsOf(title).find((id) => ONE_LINE_SECTIONS.has(id));
}

function sectionOfFact({ id, title, value, at }: Fact): ModelCardSection {
  return { id, title, at, content: value.trim() === '' ? 'empty' : isPlaceholder(value) ? 'placeholder' : 'filled' };
}
