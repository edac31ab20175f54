import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** The machine, in a line for results. */
export function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim()}, ${memory} GB, ${platform()} ${release()}, Node ${process.versions.node}`;
}

/** Processes that waited for a processor in the last minute, on average. */
export function load(): number {
  return loadavg()[0]!;
}
