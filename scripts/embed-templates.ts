/**
 * The module that carries the templates: reports read no files, so the texts of `templates/*.hbs` are part of the
 * code. `test/reports/templates.test.ts` holds the committed module equal to this.
 */
export function embedTemplates(texts: ReadonlyMap<string, string>): string {
  const entries = [...texts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `  ${propertyName(name)}: \`${escapeTemplateLiteral(text)}\`,\n`);
  return `// Made from templates/*.hbs; run \`npm run generate\` after changing one.
export const TEMPLATES = {
${entries.join('')}} as const;
`;
}

function propertyName(name: string): string {
  return /^[a-z]+$/u.test(name) ? name : `'${name}'`;
}

function escapeTemplateLiteral(text: string): string {
  return text.replace(/[`\\]|\$\{/gu, '\\$&');
}
