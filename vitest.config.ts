import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The whole product first: it takes longest, and a checkout without a cache would begin it last. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/test/local/');
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Everything that needs Node alone; `test/cloud` needs an emulator and has commands of its own. */
export default defineConfig({
  test: {
    include: ['test/{unit,golden,infra,local}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // One more than the two processors that it takes: the end-to-end suite mostly waits for rules to fire.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // The AWS SDK's notice on Node 20, once for each test file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
