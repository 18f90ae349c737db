/**
 * A writer of its own process: appends records until it has written as many as it was told, or is killed, and says each
 * sequence only after the store has acknowledged it.
 */
import { writeSync } from 'node:fs';
import { openHistory } from '../../src/audit/store.ts';
import { record, sha } from './example-record.ts';

const [, , folder = '', name = '', count = '0'] = process.argv;
const history = await openHistory({ folder });
for (let index = 0; index < Number(count); index += 1) {
  const { sequence } = await history.append(
    record({ headSha: sha(index), trigger: name, report: { writer: name, index, padding: 'x'.repeat(2000) } }),
  );
  // Synchronous: what was acknowledged must be out before a kill can come.
  writeSync(1, `${sequence}\n`);
}
await history.close();
