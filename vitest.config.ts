import { defineConfig } from 'vitest/config';

/** Everything that needs Node alone; `test/cloud` needs an emulator and has commands of its own. */
export default defineConfig({
  test: {
    include: ['test/{unit,golden,infra,local}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
