import type { HistoryPage } from '../../audit/query.ts';
import type { Json, StoredRecord } from '../../audit/record.ts';
import { cleanText } from '../../reports/clean-text.ts';
import { inColumns } from '../columns.ts';
import { csvLine } from './csv.ts';

export type HistoryFormat = 'table' | 'json' | 'ndjson' | 'csv';

export function renderHistory(page: HistoryPage, format: HistoryFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(page, null, 2)}\n`;
    case 'ndjson':
      return page.records.map((record) => `${JSON.stringify(record)}\n`).join('');
    case 'csv':
      return [CSV_HEAD, ...page.records.map(csvRow)].map(csvLine).join('');
    case 'table':
      return table(page);
  }
}

const CSV_HEAD = [
  'sequence',
  'recorded_at',
  'type',
  'repository',
  'stage',
  'verdict',
  'models',
  'pull_request',
  'head_sha',
  'actor',
  'trigger',
  'reason',
];

function csvRow(record: StoredRecord): readonly (string | number | null)[] {
  return [
    record.sequence,
    record.recordedAt,
    record.type,
    record.repository.name,
    record.stage,
    record.verdict,
    modelsOf(record),
    record.pullRequest,
    record.headSha,
    actorOf(record),
    record.trigger,
    record.reason.sentence,
  ];
}

function table({ records, next }: HistoryPage): string {
  if (records.length === 0) return 'Nothing was judged that fits.\n';
  const rows = records.map((record) => [
    String(record.sequence),
    record.recordedAt.slice(0, 19).replace('T', ' '),
    record.verdict ?? '',
    cleanText(record.stage ?? ''),
    cleanText(modelsOf(record), 40),
    record.pullRequest === null ? (record.headSha?.slice(0, 7) ?? 'work tree') : `#${record.pullRequest}`,
    cleanText(actorOf(record), 30),
    cleanText(record.reason.sentence, 100),
  ]);
  const head = ['no', 'when (UTC)', 'verdict', 'stage', 'models', 'what', 'who', 'why'];
  const lines = inColumns([head, ...rows]);
  const more = next === null ? '' : `\nThere are older ones: --before ${next}\n`;
  return `${lines.join('\n')}\n${more}`;
}

function modelsOf(record: StoredRecord): string {
  return record.models.map(({ name }) => name).join(' ');
}

function actorOf({ actor }: StoredRecord): string {
  return actor.login ?? actor.name ?? actor.kind;
}

/** One record for a person; the report in full is in the JSON. */
export function renderRecord(record: StoredRecord & { readonly report: Json }): string {
  const { policy } = record;
  const facts: (readonly [string, string | null])[] = [
    ['record', String(record.sequence)],
    ['type', record.type],
    ['recorded at', record.recordedAt],
    ['event at', record.eventAt],
    ['verdict', record.verdict],
    ['why', record.reason.sentence],
    ['repository', record.repository.name],
    ['pull request', record.pullRequest === null ? null : `#${record.pullRequest}`],
    ['stage', record.stage],
    ['head', record.headSha ?? 'work tree'],
    ['base', record.baseSha],
    ['who', `${actorOf(record)} (${record.actor.kind})`],
    ['asked by', record.trigger],
    ['policy', policy === null ? null : `${policy.path} at ${policy.ref}, sha256 ${policy.sha256}`],
    ['input digest', record.inputDigest],
    ['version', record.engineVersion],
  ];
  const lines = facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.padEnd(14)}${cleanText(value ?? '', 1_000)}`);
  for (const model of record.models) {
    lines.push('', `${cleanText(model.name)}: ${model.verdict}`);
    for (const gate of model.gates) {
      const number = gate.observed === null ? '' : `, ${cleanText(gate.metric ?? '')} ${gate.observed}`;
      const required = gate.required === null ? '' : ` (${cleanText(gate.required)})`;
      lines.push(`  ${gate.id}: ${gate.outcome}${number}${required}`);
    }
  }
  if (record.evidence.length > 0) lines.push('', 'evidence');
  for (const file of record.evidence) {
    lines.push(
      `  ${file.side} ${cleanText(file.path, 400)} at ${cleanText(file.ref)}, sha256 ${file.sha256 ?? 'unknown'}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
