import { afterAll, beforeAll, describe } from 'vitest';
import { Api } from './Api.ts';
import type { Driver } from './driver.ts';
import { describeBadRequests } from './scenarios/badRequests.ts';
import { describeBatches } from './scenarios/batches.ts';
import { describeBrokenBatch } from './scenarios/brokenBatch.ts';
import { describeCommandLine } from './scenarios/commandLine.ts';
import { describeFailure } from './scenarios/failure.ts';
import { describeLargeBatch } from './scenarios/largeBatch.ts';
import { describeMonitoring } from './scenarios/monitoring.ts';
import { describePrediction } from './scenarios/prediction.ts';
import { describeRollback } from './scenarios/rollback.ts';
import { describeTraining } from './scenarios/training.ts';

/** What the scenarios share. */
export interface Scene {
  readonly driver: Driver;
  readonly api: Api;
  /** Executions that were started at once, in the beginning. */
  readonly executions: {
    readonly rent: readonly [string, string];
    readonly signup: string;
    readonly spoiled: string;
    readonly renewal: string;
    readonly wine: string;
  };
}

/**
 * The end-to-end suite, for every target alike. Scenarios are in the order in which a user meets them; what rules
 * do once a minute is prepared early and looked at last, so that the waits overlap.
 */
export function describeEndToEnd(target: string, open: () => Promise<Driver>): void {
  describe(`the whole product on ${target}`, () => {
    let scene: Scene | undefined;
    const get = () => {
      if (!scene) throw new TypeError('the target did not open');
      return scene;
    };

    beforeAll(async () => {
      const driver = await open();
      const [first, second, signup, spoiled, renewal, wine] = await Promise.all(
        ['rent', 'rent', 'signup', 'spoiled', 'renewal', 'wine'].map((model) => driver.startPipeline(model)),
      );
      scene = {
        driver,
        api: new Api(driver),
        executions: {
          rent: [first!, second!],
          signup: signup!,
          spoiled: spoiled!,
          renewal: renewal!,
          wine: wine!,
        },
      };
    });
    afterAll(() => scene?.driver.close());

    describeTraining(get);
    describePrediction(get);
    describeRollback(get);
    describeMonitoring(get, () => {
      describeBadRequests(get);
      describeFailure(get);
      describeBatches(get);
      describeLargeBatch(get);
      describeBrokenBatch(get);
    });
    describeCommandLine(get);
  });
}
