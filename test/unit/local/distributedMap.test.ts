import { expect, test } from 'vitest';
import type { Definition } from '../../../local/states/Definition.ts';
import { Execution } from '../../../local/states/Execution.ts';
import { StateError } from '../../../local/states/StateError.ts';

/** Adds the parent's variable `more`, or what the item carries of it, to each number. */
function machine(mode: 'INLINE' | 'DISTRIBUTED', sum: string): Definition {
  return {
    StartAt: 'Start',
    States: {
      Start: { Type: 'Pass', Assign: { more: 10 }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: '{% $states.input %}',
        ItemSelector: { number: '{% $states.context.Map.Item.Value %}', more: '{% $more %}' },
        ItemProcessor: {
          ProcessorConfig: { Mode: mode },
          StartAt: 'Add',
          States: { Add: { Type: 'Pass', Output: sum, End: true } },
        },
        End: true,
      },
    },
  };
}

function run(definition: Definition): Promise<unknown> {
  const noTask = () => Promise.reject(new StateError('States.Runtime', 'there is no task'));
  return new Execution({}, noTask, new AbortController().signal).run(definition, [1, 2, 3]);
}

test("an inline Map's iterations see the variables around it", async () => {
  expect(await run(machine('INLINE', '{% $states.input.number + $more %}'))).toEqual([11, 12, 13]);
});

test("a Distributed Map's children do not: as on AWS, what they need comes with the item", async () => {
  expect(await run(machine('DISTRIBUTED', '{% $states.input.number + $states.input.more %}'))).toEqual([
    11, 12, 13,
  ]);
  await expect(run(machine('DISTRIBUTED', '{% $more %}'))).rejects.toMatchObject({
    error: 'States.QueryEvaluationError',
  });
});
