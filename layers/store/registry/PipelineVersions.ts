import { InvalidInput } from '../../contracts/errors.ts';
import type { ModelVersion, NewVersion } from '../registry.ts';
import type { TableClient } from '../table.ts';
import { decodeVersion, encodeVersion } from './pipelineVersion.ts';
import { versionText } from './VersionRecords.ts';

const partition = (id: string) => `MODEL#${id}`;
const keyOf = (id: string, version: number) => ({
  pk: partition(id),
  sk: `VERSION#${versionText(version)}`,
});

/** What serving needs of the versions that pipelines made, and which run made which. */
export class PipelineVersions {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  /** Nothing happens when it is there already. */
  async put(id: string, model: string, number: number, version: NewVersion): Promise<void> {
    const item = { ...keyOf(id, number), ...encodeVersion(model, String(number), version) };
    await this.table.put(item, 'attribute_not_exists(pk)');
  }

  async find(id: string, version: number): Promise<ModelVersion | undefined> {
    const item = await this.table.get(keyOf(id, version));
    return item && decodeVersion(item);
  }

  /** Newest first. */
  async all(id: string): Promise<ModelVersion[]> {
    const items = await this.table.all({ pk: partition(id), prefix: 'VERSION#', descending: true });
    return items.map(decodeVersion);
  }

  /**
   * The number that a run takes for its version. Trying again finds it.
   *
   * @param from the number to try first
   * @param take makes the version; false when another run's has the number
   */
  async numberOf(
    id: string,
    runId: string,
    from: number,
    take: (number: number) => Promise<boolean>,
  ): Promise<number> {
    const key = { pk: partition(id), sk: `RUN#${runId}` };
    await this.table.put({ ...key, version: from }, 'attribute_not_exists(pk)');
    for (;;) {
      const number = Number((await this.table.get(key))!.version);
      if (await take(number)) return number;
      await this.table.update(key, {
        expression: 'SET version = :next',
        condition: 'version = :number',
        values: { ':next': number + 1, ':number': number },
      });
    }
  }

  async delete(id: string, version: number): Promise<void> {
    await this.table.delete(keyOf(id, version));
  }

  /** All of a model that is gone but its audit. */
  async clear(id: string): Promise<void> {
    for (const prefix of ['VERSION#', 'RUN#']) {
      for (const { sk } of await this.table.all({ pk: partition(id), prefix }))
        await this.table.delete({ pk: partition(id), sk: String(sk) });
    }
  }
}

/** Why a version that came through MLflow's API cannot answer. */
export function notServable(model: string, version: string | number): InvalidInput {
  return new InvalidInput(
    `version ${version} of ${model} was registered through MLflow's API and has no pipeline of Millrace: it cannot be served yet; promote a version that a pipeline made, or load this one with MLflow's client`,
  );
}
