import type { MarkdownLine } from './markdown-lines.ts';
import { stripEmphasis } from './claim-number.ts';
import { MODEL_CARD_SECTIONS, type ModelCardSection } from './model-card.ts';
import { sectionIdsOf } from './model-card-sections.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Position } from './problem.ts';

interface Open {
  readonly ids: readonly string[];
  readonly title: string;
  readonly level: number;
  readonly at: Position;
  filled: boolean;
  placeholder: boolean;
}

const KNOWN_IDS: ReadonlySet<string> = new Set(MODEL_CARD_SECTIONS);

/**
 * The sections that the headings make. A section is filled by a text of its own or by a filled section below it, unless
 * that one is a section of the template itself: "Out-of-scope use" says nothing about the "Uses" above it.
 */
export function listMarkdownSections(lines: readonly MarkdownLine[]): readonly ModelCardSection[] {
  const closed: Open[] = [];
  const stack: Open[] = [];
  for (const line of lines) {
    const current = stack.at(-1);
    if (line.kind === 'heading') {
      closeDownTo(stack, line.level);
      const open = openSection(line, closed.length === 0);
      closed.push(open);
      stack.push(open);
    } else if (line.kind !== 'blank' && current !== undefined) {
      if (isPlaceholder(line.text)) current.placeholder ||= /[\p{L}\p{N}{.…]/u.test(line.text);
      else current.filled = true;
    }
  }
  closeDownTo(stack, 0);
  return closed.flatMap(sectionsOf);
}

/** The first heading of a card is mostly the model's name. */
function openSection({ text, level, at }: MarkdownLine, isFirst: boolean): Open {
  const ids = sectionIdsOf(text);
  const isTitle = isFirst && level === 1 && !ids.some((id) => KNOWN_IDS.has(id));
  const title = stripEmphasis(text.slice(0, 200));
  if (!isTitle) return { ids, title, level, at, filled: false, placeholder: false };
  const named = !isPlaceholder(text) && !/^model[ -]?card(?: for)?$/i.test(title.replace(/\{.*$/, '').trim());
  return { ids: ['model-name'], title, level, at, filled: named, placeholder: !named };
}

function closeDownTo(stack: Open[], level: number): void {
  for (;;) {
    const last = stack.at(-1);
    if (last === undefined || last.level < level) return;
    stack.pop();
    const above = stack.at(-1);
    if (above === undefined || last.ids.some((id) => KNOWN_IDS.has(id) && !above.ids.includes(id))) continue;
    above.filled ||= last.filled;
    above.placeholder ||= last.placeholder;
  }
}

function sectionsOf({ ids, title, at, filled, placeholder }: Open): readonly ModelCardSection[] {
  const content = filled ? 'filled' : placeholder ? 'placeholder' : 'empty';
  return ids.map((id) => ({ id, title, at, content }));
}
