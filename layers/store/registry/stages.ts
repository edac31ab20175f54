import { InvalidInput } from '../../contracts/errors.ts';
import type { ModelRecord } from './modelRecord.ts';

/** MLflow's stages of a version. */
export const stages = ['None', 'Staging', 'Production', 'Archived'] as const;
export type Stage = (typeof stages)[number];

/** Stages from which other versions can be archived. */
const activeStages: readonly Stage[] = ['Staging', 'Production'];

/** @throws InvalidInput naming the stages there are */
export function stageNamed(name: string): Stage {
  const found = stages.find((stage) => stage.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new InvalidInput(`Invalid Model Version stage: ${name}. Value must be one of ${stages.join(', ')}.`);
}

/** @throws InvalidInput when versions cannot be archived from it */
export function checkArchives(stage: Stage): void {
  if (activeStages.includes(stage)) return;
  throw new InvalidInput(
    `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are ${activeStages.join(', ')}`,
  );
}

export function stageOf({ stages: known }: ModelRecord, version: number): Stage {
  return known[version]?.stage ?? 'None';
}

/** The model once a version moved to a stage. @param archives moves the others of the stage to the archive */
export function inStage(
  record: ModelRecord,
  version: number,
  { stage, archives, at }: { readonly stage: Stage; readonly archives: boolean; readonly at: number },
): ModelRecord {
  const archived = Object.entries(record.stages).filter(
    ([other, { stage: its }]) => archives && Number(other) !== version && its === stage,
  );
  const stages = {
    ...record.stages,
    ...Object.fromEntries(archived.map(([other]) => [other, { stage: 'Archived' as const, at }])),
    [version]: { stage, at },
  };
  return { ...record, stages, updatedAt: at };
}

/** The highest version of each stage, in the order of their numbers. */
export function latestOfStages(record: ModelRecord): number[] {
  const highest = new Map<Stage, number>();
  for (const version of Object.keys(record.stages).map(Number)) {
    const stage = stageOf(record, version);
    if (version > (highest.get(stage) ?? 0)) highest.set(stage, version);
  }
  // Versions that never left the stage None are not noted: the highest of them is near the end.
  const gone = new Set(record.deleted);
  for (let version = record.latest; version > (highest.get('None') ?? 0); version--) {
    if (!gone.has(version) && stageOf(record, version) === 'None') highest.set('None', version);
  }
  return [...highest.values()].sort((a, b) => a - b);
}
