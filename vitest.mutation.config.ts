import { defineConfig } from 'vitest/config';

/** For `npm run mutation`: the tests of the part that is mutated; those that start processes cannot run mutants. */
export default defineConfig({
  test: {
    include: ['test/{engine,gates,policy,review}/**/*.test.ts', 'test/examples.test.ts'],
    testTimeout: 20_000,
  },
});
