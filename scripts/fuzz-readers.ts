/**
 * Reads damaged files with every reader: `node scripts/fuzz-readers.ts [cases] [seed]`, 100,000 cases unless told.
 * Ends with 1 and the counterexample as soon as one is read wrongly.
 */
import * as fc from 'fast-check';
import {
  complaintAbout,
  complaintAboutLoss,
  damageArbitrary,
  lossArbitrary,
} from '../test/documents/readers/damage.ts';
import { TWINS } from '../test/documents/readers/twins.ts';

const cases = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: node scripts/fuzz-readers.ts [cases] [seed]');
  process.exit(2);
}

const twins = Object.entries(TWINS);
const share = Math.ceil(cases / twins.length);
console.log(`${share} cases for each of ${twins.length} readers, seed ${seed}`);

for (const [id, bytes] of twins) {
  const options = id === 'lfs-pointer' ? { format: id } : {};
  const check = (complaint: string | undefined): void => {
    if (complaint !== undefined) throw new Error(complaint);
  };
  const started = performance.now();
  const damaged = Math.ceil(share * 0.8);
  const results = [
    fc.check(
      fc.property(damageArbitrary(bytes), (file) => check(complaintAbout(bytes, file, options))),
      { numRuns: damaged, seed },
    ),
    fc.check(
      fc.property(lossArbitrary(bytes), (file) => {
        // In a binary file a replaced number is damage like any other.
        if (!bytes.includes(0)) check(complaintAboutLoss(bytes, file, options));
      }),
      { numRuns: share - damaged, seed },
    ),
  ];
  for (const result of results) {
    if (!result.failed) continue;
    console.error(`${id}: ${fc.defaultReportMessage(result) ?? 'failed'}`);
    for (const [file] of [result.counterexample ?? []])
      if (file !== undefined) console.error(new TextDecoder().decode(file));
    process.exit(1);
  }
  console.log(`${id.padEnd(20)} ${Math.round(performance.now() - started)} ms`);
}
