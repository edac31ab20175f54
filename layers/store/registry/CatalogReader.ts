import type { TableClient } from '../table.ts';
import { readTexts } from './catalogTexts.ts';
import type { CatalogModel, CatalogVersion } from './ModelCatalog.ts';
import { aliasesOf, type ModelRecord } from './modelRecord.ts';
import { latestOfStages, stageOf } from './stages.ts';
import { textOwner, type VersionRecord, type VersionRecords } from './VersionRecords.ts';

export interface Found {
  readonly model: ModelRecord;
  readonly version: VersionRecord;
}

/** Makes of records what the catalog gives: with their long texts, stages, aliases and latest versions. */
export class CatalogReader {
  private readonly table: TableClient;
  private readonly records: VersionRecords;

  constructor(table: TableClient, records: VersionRecords) {
    this.table = table;
    this.records = records;
  }

  /** Description and tags of models, all read at once. */
  modelTexts(records: readonly ModelRecord[]) {
    return readTexts(this.table, records.map(described));
  }

  async model(record: ModelRecord): Promise<CatalogModel> {
    return (await this.models([record]))[0]!;
  }

  async models(records: readonly ModelRecord[]): Promise<CatalogModel[]> {
    const latest = await this.records.ofModels(
      records.map((model) => ({ model, versions: latestOfStages(model) })),
    );
    const found = records.flatMap((model) =>
      (latest.get(model.id) ?? []).map((version) => ({ model, version })),
    );
    const [texts, versions] = await Promise.all([this.modelTexts(records), this.foundVersions(found)]);
    return records.map((record) =>
      modelOf(
        record,
        texts(described(record)),
        versions.filter(({ model }) => model === record.name),
      ),
    );
  }

  async version(model: ModelRecord, version: VersionRecord): Promise<CatalogVersion> {
    return (await this.foundVersions([{ model, version }]))[0]!;
  }

  async foundVersions(found: readonly Found[]): Promise<CatalogVersion[]> {
    const own = ({ model, version: { number, description, tags } }: Found) => ({
      owner: textOwner(model.id, number),
      description,
      tags,
    });
    const texts = await readTexts(this.table, found.map(own));
    return found.map((one) => {
      const { number, description: _, ...version } = one.version;
      return {
        ...version,
        ...texts(own(one)),
        model: one.model.name,
        version: String(number),
        updatedAt: Math.max(version.updatedAt, one.model.stages[number]?.at ?? 0),
        stage: stageOf(one.model, number),
        aliases: aliasesOf(one.model, number),
      };
    });
  }
}

export function described({ id, description, tags }: ModelRecord) {
  return { owner: id, description, tags };
}

export function modelOf(
  { name, createdAt, updatedAt, aliases }: ModelRecord,
  texts: Pick<CatalogModel, 'description' | 'tags'>,
  latest: readonly CatalogVersion[],
): CatalogModel {
  const versions = Object.entries(aliases).map(([alias, { version }]) => [alias, String(version)]);
  return { name, createdAt, updatedAt, ...texts, aliases: Object.fromEntries(versions), latest };
}
