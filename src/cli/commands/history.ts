import type { HistoryFilter } from '../../audit/query.ts';
import { openHistory, type History } from '../../audit/store.ts';
import { renderHistory, renderRecord, type HistoryFormat } from '../history/render-records.ts';
import { findHistoryFolder } from '../local-history.ts';
import { UsageError } from '../usage-error.ts';
import { EXIT_CODES, type CliWorld, type ExitCode } from '../world.ts';

export interface HistoryOptions {
  readonly model?: string;
  readonly repo?: string;
  readonly stage?: string;
  readonly gate?: string;
  readonly verdict?: NonNullable<HistoryFilter['verdict']>;
  readonly actor?: string;
  readonly pr?: number;
  readonly sha?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly before?: number;
  readonly format: HistoryFormat;
  readonly dataDir?: string;
}

export interface ShowOptions {
  readonly format: 'text' | 'json';
  readonly dataDir?: string;
}

export async function listHistory(options: HistoryOptions, world: CliWorld): Promise<ExitCode> {
  const { limit, before } = options;
  const page = await withHistory(options.dataDir, world, async (history) => {
    try {
      return await history.list({ ...filterOf(options), limit, ...(before === undefined ? {} : { before }) });
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(error.message);
      throw error;
    }
  });
  world.stdout.write(renderHistory(page, options.format));
  return EXIT_CODES.approved;
}

export async function showRecord(sequence: number, options: ShowOptions, world: CliWorld): Promise<ExitCode> {
  const record = await withHistory(options.dataDir, world, (history) => history.findRecord(sequence));
  if (record === undefined) throw new UsageError(`There is no record ${sequence} in this history.`);
  world.stdout.write(options.format === 'json' ? `${JSON.stringify(record, null, 2)}\n` : renderRecord(record));
  return EXIT_CODES.approved;
}

async function withHistory<T>(
  dataDir: string | undefined,
  world: CliWorld,
  work: (history: History) => Promise<T>,
): Promise<T> {
  const history = await openHistory({ folder: await findHistoryFolder(dataDir, world), readOnly: true });
  try {
    return await work(history);
  } finally {
    await history.close();
  }
}

function filterOf(options: HistoryOptions): HistoryFilter {
  const { model, stage, gate, verdict, actor, from, to } = options;
  return {
    ...(model === undefined ? {} : { model }),
    ...(options.repo === undefined ? {} : { repository: options.repo }),
    ...(stage === undefined ? {} : { stage }),
    ...(gate === undefined ? {} : { gate }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(actor === undefined ? {} : { actor }),
    ...(options.pr === undefined ? {} : { pullRequest: options.pr }),
    ...(options.sha === undefined ? {} : { headSha: options.sha }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
