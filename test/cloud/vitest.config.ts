import { defineConfig } from 'vitest/config';

/** The end-to-end suite against a deployed app; `run.ts` makes the environment it needs. */
export default defineConfig({
  test: {
    include: ['test/cloud/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
