import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { SqliteDialect } from 'kysely';

/** Lets kysely, which speaks better-sqlite3's interface, use Node's own SQLite. */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  return new SqliteDialect({ database: toSqliteDatabase(database) });
}

function toSqliteDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    // A transaction that begins with reading cannot be made a writing one while another process writes, and SQLite
    // does not wait in that case. Taking the write lock at once makes it wait.
    prepare: (sql) => toStatement(database.prepare(sql === 'begin' ? 'begin immediate' : sql)),
  };
}

function toStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toInput)),
    run: (parameters) => statement.run(...parameters.map(toInput)),
    iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
  };
}

function toInput(parameter: unknown): SQLInputValue {
  if (parameter === null || parameter instanceof Uint8Array) return parameter;
  if (typeof parameter === 'string' || typeof parameter === 'number' || typeof parameter === 'bigint') return parameter;
  throw new TypeError(`A ${typeof parameter} cannot be stored in SQLite.`);
}
