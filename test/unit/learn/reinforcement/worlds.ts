import type { Environment, Transition } from '../../../../layers/learn/index.ts';

type Outcome = Transition & { readonly probability: number };

/** A world whose outcomes are known, so that value iteration can tell the best there is. */
export interface World {
  readonly states: number;
  readonly actions: number;
  readonly start: number;
  outcomes(state: number, action: number): readonly Outcome[];
}

export function environmentOf(world: World): Environment {
  let state = world.start;
  return {
    states: world.states,
    actions: world.actions,
    reset: () => {
      state = world.start;
      return state;
    },
    step: (action, random) => {
      let left = random();
      const outcomes = world.outcomes(state, action);
      const outcome = outcomes.find(({ probability }) => {
        left -= probability;
        return left < 0;
      });
      const { probability: _, ...transition } = outcome ?? outcomes.at(-1)!;
      state = transition.state;
      return transition;
    },
  };
}

const moves = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/** Letters of a map: S start, F or . ground, H hole, G goal, C cliff; actions are left, down, right and up, as Gymnasium's. */
function walk(map: readonly string[], state: number, action: number): { state: number; letter: string } {
  const width = map[0]!.length;
  const [down, right] = moves[action]!;
  const row = Math.min(map.length - 1, Math.max(0, Math.floor(state / width) + down));
  const column = Math.min(width - 1, Math.max(0, (state % width) + right));
  return { state: row * width + column, letter: map[row]![column]! };
}

/** Gymnasium's FrozenLake, whose ice lets a step slip to either side as often as it goes ahead. */
export function frozenLake(slippery: boolean, map = ['SFFF', 'FHFH', 'FFFH', 'HFFG']): World {
  return {
    states: map.length * map[0]!.length,
    actions: 4,
    start: 0,
    outcomes: (state, action) =>
      (slippery ? [3, 0, 1] : [0]).map((turn) => {
        const { state: next, letter } = walk(map, state, (action + turn) % 4);
        const terminated = letter === 'H' || letter === 'G';
        return { probability: slippery ? 1 / 3 : 1, state: next, reward: Number(letter === 'G'), terminated };
      }),
  };
}

/** Sutton and Barto's example 6.6: each step costs 1, the cliff 100 and leads back to the start. */
export const cliff: World = {
  states: 48,
  actions: 4,
  start: 36,
  outcomes: (state, action) => {
    const map = ['............', '............', '............', 'SCCCCCCCCCCG'];
    const { state: next, letter } = walk(map, state, action);
    return letter === 'C'
      ? [{ probability: 1, state: 36, reward: -100, terminated: false }]
      : [{ probability: 1, state: next, reward: -1, terminated: letter === 'G' }];
  },
};

/** A row of states; action 1 goes right, to a reward at the end, 0 goes left, where a small one is at hand. */
export function chain(states: number): World {
  return {
    states,
    actions: 2,
    start: 0,
    outcomes: (state, action) => {
      if (action === 0)
        return [{ probability: 1, state: 0, reward: state === 0 ? 0.02 : 0, terminated: false }];
      const isEnd = state === states - 1;
      return [
        { probability: 1, state: Math.min(state + 1, states - 1), reward: isEnd ? 1 : 0, terminated: isEnd },
      ];
    },
  };
}

/** The value of each state and action under the best policy. */
export function valueIteration({ states, actions, outcomes }: World, gamma: number): number[][] {
  let q = Array.from({ length: states }, () => Array<number>(actions).fill(0));
  for (let round = 0; round < 1000; round++) {
    const best = q.map((row) => Math.max(...row));
    q = q.map((row, state) =>
      row.map((_, action) =>
        outcomes(state, action).reduce(
          (sum, { probability, state: next, reward, terminated }) =>
            sum + probability * (reward + (terminated ? 0 : gamma * best[next]!)),
          0,
        ),
      ),
    );
  }
  return q;
}

/** What a policy is worth from the start. */
export function worthOf(world: World, policy: ArrayLike<number>, gamma: number): number {
  let values = Array<number>(world.states).fill(0);
  for (let round = 0; round < 1000; round++)
    values = values.map((_, state) =>
      world
        .outcomes(state, policy[state]!)
        .reduce(
          (sum, { probability, state: next, reward, terminated }) =>
            sum + probability * (reward + (terminated ? 0 : gamma * values[next]!)),
          0,
        ),
    );
  return values[world.start]!;
}

/** The states that a policy goes through in a world without chance. */
export function pathOf({ start, outcomes }: World, policy: ArrayLike<number>, most = 100): number[] {
  const path = [start];
  for (let state = start; path.length < most; ) {
    const [outcome] = outcomes(state, policy[state]!);
    state = outcome!.state;
    path.push(state);
    if (outcome!.terminated) break;
  }
  return path;
}
