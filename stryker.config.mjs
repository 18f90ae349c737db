/** Mutation testing of the part that decides. Runs for long, outside CI: `npm run mutation`. */
export default {
  testRunner: 'vitest',
  // TypeScript 7 has no API to read a configuration with; there is nothing in ours that the sandbox must change.
  tsconfigFile: 'none.json',
  vitest: { configFile: 'vitest.mutation.config.ts', related: true },
  plugins: ['@stryker-mutator/vitest-runner'],
  mutate: ['src/engine/**/*.ts', 'src/policy/**/*.ts', '!src/engine/messages.ts', '!src/policy/schema.ts'],
  // Nothing at import decides anything: mutants there need a new process for each and change only constants.
  ignoreStatic: true,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress', 'html'],
  htmlReporter: { fileName: 'coverage/mutation.html' },
  tempDirName: 'coverage/.stryker',
  cleanTempDir: 'always',
  thresholds: { high: 90, low: 80, break: null },
};
