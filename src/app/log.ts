import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { redactTokens } from '../github/redact.ts';
import type { LogLevel } from './settings.ts';

export type Log = Logger;

/** JSON lines. Static messages and fields; whatever looks like a token is taken out of every line. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const out = destination ?? pino.destination({ fd: 1, sync: true });
  return pino(options, { write: (line) => out.write(redactTokens(line)) });
}
