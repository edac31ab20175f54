import { defineConfig } from 'vitest/config';

/** Everything that needs Node alone; `test/cloud` needs an emulator and has commands of its own. */
export default defineConfig({
  test: {
    include: ['test/{unit,golden,infra,local}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // One more than the two processors that it takes: the end-to-end suite mostly waits for rules to fire.
    maxWorkers: 3,
    // The AWS SDK's notice on Node 20, once for each test file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
