import { type SearchSpace, TpeSampler } from '../../layers/learn/index.ts';

const names = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5'];

/** 100 trials of the function that peers/tpe.py has; the median of five searches, after one that pays for compiling. */
export function runTrials(): { milliseconds: number; best: number } {
  const space: SearchSpace = Object.fromEntries(
    names.map((name) => [name, { type: 'uniform', low: -5, high: 5 } as const]),
  );
  const searches = [0, 1, 2, 3, 4, 5].map((seed) => {
    const start = process.cpuUsage();
    const sampler = new TpeSampler(space, { seed });
    let best = Number.POSITIVE_INFINITY;
    for (let count = 0; count < 100; count++) {
      const trial = sampler.ask();
      const value = names.reduce((sum, name, i) => sum + ((trial.params[name] as number) - i / 2) ** 2, 0);
      sampler.tell(trial, value);
      best = Math.min(best, value);
    }
    const { user, system } = process.cpuUsage(start);
    return { milliseconds: (user + system) / 1e3 / 100, best };
  });
  return searches.slice(1).sort((a, b) => a.milliseconds - b.milliseconds)[2]!;
}
