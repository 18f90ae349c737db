import Handlebars from 'handlebars';
import type { ReportFacts } from './facts.ts';
import { TEMPLATES } from './templates.generated.ts';

/** Templates that make a document of their own; the others are parts of them. */
export type DocumentTemplate = 'comment' | 'check-summary' | 'check-text';

type Render = (facts: ReportFacts) => string;

const rendered = new Map<DocumentTemplate, Render>();

/**
 * Fills one of our own templates. Handlebars' escaping is off, since it knows HTML and these are Markdown: every text
 * in the facts is `Markdown`, escaped before it came here.
 */
export function renderTemplate(name: DocumentTemplate, facts: ReportFacts): string {
  let render = rendered.get(name);
  if (render === undefined) {
    render = compile(name);
    rendered.set(name, render);
  }
  return render(facts).trim();
}

function compile(name: DocumentTemplate): Render {
  const handlebars = Handlebars.create();
  handlebars.registerPartial(TEMPLATES);
  return handlebars.compile(TEMPLATES[name], { noEscape: true, strict: true, knownHelpersOnly: true });
}
