/** The history cannot be opened or written. The message says what to do. */
export class HistoryUnavailable extends Error {
  override readonly name = 'HistoryUnavailable';
}

/** Result codes of SQLite: https://www.sqlite.org/rescode.html */
const READ_ONLY = 8;
const FULL = 13;
const CANNOT_OPEN = 14;
export const BUSY = 5;

const DAMAGED = new Set([11, 26]);

/** SQLite's primary result code of an error; undefined for other errors. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** Turns a fault of the disk or of SQLite into a sentence. Errors that are neither are returned as they are. */
export function toHistoryFault(error: unknown, file: string): unknown {
  if (error instanceof HistoryUnavailable) return error;
  const sentence = explain(error, file);
  return sentence === undefined ? error : new HistoryUnavailable(sentence, { cause: error });
}

export function damaged(file: string, detail: string): string {
  return (
    `The history ${file} is damaged (${detail}) and is left as it is. ` +
    'Restore it from a backup, or move it away to begin a new history.'
  );
}

function explain(error: unknown, file: string): string | undefined {
  const code = resultCode(error);
  if (code !== undefined && DAMAGED.has(code)) return damaged(file, describe(error));
  if (code === READ_ONLY || code === CANNOT_OPEN) return notWritable(file, describe(error));
  if (code === FULL) return `The disk that holds the history ${file} is full.`;
  if (code === BUSY) return `The history ${file} stayed locked by another process for longer than 5 s.`;
  if (code !== undefined) return `The history ${file} cannot be used: ${describe(error)}.`;
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return notWritable(file, String(error.code));
}

function notWritable(file: string, detail: string): string {
  return (
    `The history ${file} cannot be written (${detail}). ` +
    'Set DATA_DIR to a folder on a local disk that the user running modelgate may write.'
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
