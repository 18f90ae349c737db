/** Texts that stand for a text to come. Hugging Face's templates write the bracketed and the "More information" ones. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'tbd',
  'tba',
  'tbc',
  'todo',
  'fixme',
  'to do',
  'to be done',
  'to be added',
  'to be completed',
  'to be determined',
  'to be defined',
  'to be filled',
  'to be filled in',
  'coming soon',
  'work in progress',
  'wip',
  'placeholder',
  'lorem ipsum',
  'n/a',
  'na',
  'none',
  'null',
  'unknown',
  'xxx',
  'more information needed',
  'more info needed',
  'information needed',
  'insert text here',
  'add description here',
  'your text here',
]);

/** Marks of unfinished work, whatever follows them: "TODO: ask legal". */
const UNFINISHED = /^(?:todo|tbd|tba|fixme)(?: |$)/;

/** Whether a line says nothing: a placeholder, template braces, a label without a value, or no letter and no digit. */
export function isPlaceholder(line: string): boolean {
  const bare = stripTemplate(line.slice(0, 2000));
  if (saysNothing(bare)) return true;
  // "**Developed by:** [More Information Needed]": the label says what is due, not what is there.
  const colon = bare.indexOf(':');
  return colon !== -1 && colon < 60 && saysNothing(bare.slice(colon + 1));
}

function saysNothing(text: string): boolean {
  const words = text
    .slice(0, 200)
    .toLowerCase()
    .split(/[^\p{L}\p{N}/]+/u)
    .filter((word) => word !== '')
    .join(' ');
  return words === '' || PLACEHOLDERS.has(words) || UNFINISHED.test(words);
}

/** Removes `{{ … }}` and `{word}`, which a template leaves where nobody filled it in. */
function stripTemplate(line: string): string {
  return line.replace(/\{\{[^{}]{0,200}\}\}/g, '').replace(/\{[a-z_]{1,40}\}/g, '');
}
