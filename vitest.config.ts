import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: a test that starts a process or a server must not be starved by its neighbours.
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/stats/**', 'src/documents/**', 'src/engine/**', 'src/gates/**', 'src/policy/**', 'src/reports/**'],
      reporter: ['text', 'json-summary'],
    },
  },
});
