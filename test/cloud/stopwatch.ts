/** Times the phases of a run and says each as it ends. */
export class Stopwatch {
  private readonly phases: { name: string; seconds: number }[] = [];
  private readonly say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  async time<Result>(name: string, phase: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await phase();
    } finally {
      const seconds = (performance.now() - started) / 1000;
      this.phases.push({ name, seconds });
      this.say(`${name}: ${seconds.toFixed(1)} s`);
    }
  }

  /** One line with all phases and their sum. */
  get summary(): string {
    const total = this.phases.reduce((sum, { seconds }) => sum + seconds, 0);
    return [...this.phases, { name: 'together', seconds: total }]
      .map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`)
      .join(', ');
  }
}
