import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUSY, damaged, HistoryUnavailable, resultCode, toHistoryFault } from './history-unavailable.ts';
import { MIGRATIONS } from './migrations.ts';

const BUSY_TIMEOUT_MS = 5000;
const RETRY_MS = 50;

/** `mdlg`: marks the file as ours, https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x6d646c67;

/**
 * File systems shared by machines, whose locks SQLite cannot rely on, by the magic number of statfs(2): NFS, SMB, CIFS,
 * SMB2, AFS, Ceph.
 */
const NETWORK_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400,
]);

export interface DatabasePlace {
  readonly folder: string;
  readonly file: string;
  /** Reads an existing history and writes nothing, not even a newer schema. */
  readonly readOnly: boolean;
}

/**
 * Opens the history, makes it where there is none, checks it and brings its schema up to date. Rejects with
 * `HistoryUnavailable`, and leaves the file as it was, where it is damaged, of a newer modelgate, or not writable.
 */
export async function openDatabase(place: DatabasePlace): Promise<DatabaseSync> {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return openOnce(place);
    } catch (error) {
      // Only two processes that turn one new file into a WAL database meet here: SQLite does not wait for that lock.
      if (resultCode(error) !== BUSY || performance.now() > giveUpAt) throw toHistoryFault(error, place.file);
      await sleep(RETRY_MS);
    }
  }
}

function openOnce({ folder, file, readOnly }: DatabasePlace): DatabaseSync {
  if (readOnly && !existsSync(file)) throw new HistoryUnavailable(`There is no history in ${folder} yet.`);
  if (!readOnly) mkdirSync(folder, { recursive: true, mode: 0o700 });
  refuseNetwork(folder);
  const database = new DatabaseSync(file, {
    readOnly,
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    defensive: true,
  });
  try {
    prepare(database, file, readOnly);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: DatabaseSync, file: string, readOnly: boolean): void {
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON;');
  const version = versionOf(database, file);
  if (readOnly && version < MIGRATIONS.length) {
    throw new HistoryUnavailable(
      `The history ${file} is of an older modelgate. Start this one once with it, which brings it up to date.`,
    );
  }
  if (readOnly) return;
  refuseDamage(database, file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  migrate(database, file);
}

/** The schema version of a file that is ours or empty; throws for any other. */
function versionOf(database: DatabaseSync, file: string): number {
  const version = readNumber(database, 'user_version');
  const isEmpty = version === 0 && readCount(database) === 0;
  if (!isEmpty && readNumber(database, 'application_id') !== APPLICATION_ID) {
    throw new HistoryUnavailable(`${file} is a database, but no history of modelgate. Set DATA_DIR to another folder.`);
  }
  if (version > MIGRATIONS.length) {
    throw new HistoryUnavailable(
      `The history ${file} was written by a newer modelgate (schema ${version}, this one knows ${MIGRATIONS.length}). ` +
        'Use that version or a later one.',
    );
  }
  return version;
}

function migrate(database: DatabaseSync, file: string): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    // Asked for again under the lock: another process may have been first.
    const version = versionOf(database, file);
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    if (version < MIGRATIONS.length) {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length};`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function refuseDamage(database: DatabaseSync, file: string): void {
  const [answer] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
  if (answer !== 'ok') throw new HistoryUnavailable(damaged(file, String(answer)));
}

function refuseNetwork(folder: string): void {
  if (!NETWORK_FILE_SYSTEMS.has(statfsSync(folder).type)) return;
  throw new HistoryUnavailable(
    `${folder} is on a network file system, where a history can be damaged. Set DATA_DIR to a folder on a local disk.`,
  );
}

function readNumber(database: DatabaseSync, pragma: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}

function readCount(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS objects FROM sqlite_schema').get()?.['objects']);
}
