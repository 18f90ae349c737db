import { wrap } from '../../reports/text-layout.ts';
import type { GateDocs } from '../../reports/view.ts';
import { inColumns } from '../columns.ts';
import type { OptionText } from './describe-options.ts';
import type { GateExplanation } from './explain-gate.ts';

const INDENT = '  ';

export function renderExplanation(gate: GateExplanation, { width }: { readonly width: number }): string {
  const lines = [`${gate.title} (${gate.id})`, ...wrap(gate.summary, width, '')];
  lines.push('', 'Reads', ...wrap(readsText(gate), width, INDENT));
  lines.push('', 'Options', ...gate.options.flatMap((option) => optionLines(option, width)));
  lines.push('', 'Options of every gate', ...gate.commonOptions.flatMap((option) => optionLines(option, width)));
  lines.push('', 'Why', ...wrap(gate.why, width, INDENT));
  lines.push('', 'When it does not pass', ...wrap(gate.remedy, width, INDENT));
  lines.push('', 'Source', ...wrap(gate.source, width, INDENT));
  lines.push('', 'Examples');
  for (const example of gate.examples) {
    lines.push(`${INDENT}${example.title}: ${example.outcome}`);
    lines.push(...example.options.split('\n').map((line) => `${INDENT}${INDENT}${line}`));
  }
  return `${lines.join('\n')}\n`;
}

function optionLines(option: OptionText, width: number): readonly string[] {
  const need = option.required ? ', required' : '';
  const lines = [`${INDENT}${option.name}: ${option.takes}${need}`];
  const said = [
    option.description,
    option.default === undefined ? '' : `Default: ${option.default}.`,
    option.examples.length === 0 ? '' : `For example ${option.examples.join(', ')}.`,
  ].filter((part) => part !== '');
  if (said.length > 0) lines.push(...wrap(said.join(' '), width, `${INDENT}${INDENT}`));
  return lines;
}

function readsText(gate: GateExplanation): string {
  const always = gate.reads.map((kind) => `evidence.${kind}`);
  const named = gate.readsIfNamed.map((kind) => `evidence.${kind}, where the policy names it`);
  return [...always, ...named].join('; ') || 'nothing';
}

export function renderExplanationMarkdown(gate: GateExplanation): string {
  const lines = [`# ${gate.title}`, '', `\`${gate.id}\`: ${gate.summary}`, '', `Reads ${readsText(gate)}.`];
  lines.push('', '## Options', '', ...optionTable(gate.options));
  lines.push('', 'Beside them, as for every gate:', '', ...optionTable(gate.commonOptions));
  lines.push('', '## Why', '', gate.why, '', '## When it does not pass', '', gate.remedy, '', '## Examples');
  for (const example of gate.examples) {
    lines.push('', `${example.title}: **${example.outcome}**`, '', '```yaml', `${gate.id}: ${example.options}`, '```');
  }
  lines.push('', `Source: ${gate.source}`);
  return `${lines.join('\n')}\n`;
}

function optionTable(options: readonly OptionText[]): readonly string[] {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    '| option | takes | required | |',
    '|---|---|---|---|',
    ...options.map(
      ({ name, takes, required, description }) =>
        `| \`${name}\` | ${cell(takes)} | ${required ? 'yes' : 'no'} | ${cell(description)} |`,
    ),
  ];
}

export function renderDocs(id: string, { title, why, remedy }: GateDocs, width: number): string {
  const lines = [`${title} (${id})`, '', 'Why', ...wrap(why, width, INDENT)];
  lines.push('', 'When it does not pass', ...wrap(remedy, width, INDENT));
  return `${lines.join('\n')}\n`;
}

export function renderDocsMarkdown(id: string, { title, why, remedy }: GateDocs): string {
  return `# ${title}\n\n\`${id}\`\n\n## Why\n\n${why}\n\n## When it does not pass\n\n${remedy}\n`;
}

export function renderGateList(gates: readonly Pick<GateExplanation, 'id' | 'group' | 'summary'>[]): string {
  const rows = gates.map(({ id, group, summary }) => [id, group, summary]);
  const lines = inColumns([['gate', 'group', 'what it asks'], ...rows]);
  return `${lines.join('\n')}\n\nmodelgate explain <gate> tells more.\n`;
}

export function renderGateListMarkdown(gates: readonly Pick<GateExplanation, 'id' | 'group' | 'summary'>[]): string {
  const rows = gates.map(({ id, group, summary }) => `| \`${id}\` | ${group} | ${summary} |`);
  return `${['| gate | group | what it asks |', '|---|---|---|', ...rows].join('\n')}\n`;
}
