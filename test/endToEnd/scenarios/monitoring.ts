import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome, Row } from '../Api.ts';
import { type Cells, flatColumns, only, readRows, visitorColumns } from '../data.ts';
import { modelStack, outputOf } from '../driver.ts';
import { eventually } from '../eventually.ts';
import { resultOf } from '../executions.ts';
import type { Scene } from '../suite.ts';

/** Seconds until the monitor's next run, and until its alarm is evaluated on the slowest of the targets. */
const patience = 140;

/**
 * `rent` gets the requests that it was trained for and outcomes that agree; `signup` gets others, and outcomes that
 * contradict. What happens `meanwhile` fills the minute until the monitors run.
 */
export function describeMonitoring(scene: () => Scene, meanwhile: () => void): void {
  describe('what is served is watched', () => {
    let sentAt = 0;

    beforeAll(async () => {
      const flats = readRows('rent/flats.csv');
      const visitors = readRows('signup/visitors.csv').slice(0, 200);
      await serve(scene(), 'rent', flats, flatColumns, (flat) => Number(flat.rent));
      await serve(scene(), 'signup', visitors.map(drifted), visitorColumns, (_, prediction) =>
        (prediction as { label: string }).label === 'yes' ? 'no' : 'yes',
      );
      sentAt = Date.now();
    });

    meanwhile();

    const name = (model: string, which: 'DriftAlarmName' | 'DecayAlarmName') =>
      outputOf(scene().driver.outputs, modelStack(model), which);
    const alarmed = async (model: string, which: 'DriftAlarmName' | 'DecayAlarmName') => {
      const { driver } = scene();
      await eventually(`${which} of ${model}`, patience, async () =>
        (await driver.alarmState(name(model, which))) === 'ALARM' ? true : undefined,
      );
      return eventually(`the notification of ${which}`, 30, async () =>
        (await driver.notifications(model)).find(
          ({ message }) => message.includes(name(model, which)) && message.includes('"ALARM"'),
        ),
      );
    };

    it('raises the drift alarm when requests differ from the training data, and tells people', async () => {
      expect((await alarmed('signup', 'DriftAlarmName')).message).toContain('ALARM');
      expect(await scene().api.drift('signup')).toMatchObject({ drift: { dataDrift: true } });
    });

    it('trains again when requests have drifted, where the spec says so, and does so once', async () => {
      const { driver, api } = scene();
      const report = await eventually('a report of the training that drift started', patience, async () => {
        const latest = await api.drift('signup');
        return latest?.retrain ? latest : undefined;
      });
      expect(report.retrain).toMatchObject({ version: '1' });
      const pipeline = outputOf(driver.outputs, modelStack('signup'), 'PipelineArn');
      const execution = `${pipeline.replace(':stateMachine:', ':execution:')}:${report.retrain?.execution}`;
      await resultOf(driver, execution);
      expect(await api.run(execution)).toMatchObject({ status: 'FINISHED' });
      expect(await api.versions('signup')).toEqual(['1', '2']);
      expect(await api.alias('signup', 'champion')).toBe('1');
    });

    it('raises the decay alarm when outcomes contradict the predictions, and tells people', async () => {
      expect((await alarmed('signup', 'DecayAlarmName')).message).toContain('ALARM');
    });

    it('stays quiet when requests are like the training data and outcomes agree', async () => {
      const { api, driver } = scene();
      const report = await eventually('a report on the requests of rent', patience, async () => {
        const latest = await api.drift('rent');
        return latest && Date.parse(latest.at) > sentAt ? latest : undefined;
      });
      expect(report).toMatchObject({ drift: { decided: true, dataDrift: false } });
      for (const which of ['DriftAlarmName', 'DecayAlarmName'] as const) {
        expect(await driver.alarmState(name('rent', which))).not.toBe('ALARM');
        const told = (await driver.notifications('rent')).filter(
          ({ message }) =>
            message.includes(name('rent', which)) && message.includes('"NewStateValue":"ALARM"'),
        );
        expect(told).toEqual([]);
      }
    });
  });
}

/** Visitors of another kind than those of the training data. */
function drifted(visitor: Cells): Cells {
  return {
    ...visitor,
    visits: Number(visitor.visits) + 60,
    minutes: Number(visitor.minutes) * 5,
    channel: 'billboard',
  };
}

/** Sends rows in requests of 100, and what became of each. */
async function serve(
  { api }: Scene,
  model: string,
  rows: readonly Cells[],
  columns: readonly string[],
  outcomeOf: (row: Cells, prediction: unknown) => string | number,
): Promise<void> {
  for (let start = 0; start < rows.length; start += 100) {
    const some = rows.slice(start, start + 100);
    const { id, predictions } = await api.predict(
      model,
      some.map((row): Row => only(row, ...columns)),
    );
    const outcomes = predictions.map(
      (prediction, index): Outcome => ({
        id: `${id}:${index}`,
        outcome: outcomeOf(some[index]!, prediction),
      }),
    );
    expect(await api.feedback(model, outcomes)).toBe(some.length);
  }
}
