import type { TableClient } from './table.ts';

/** Reports of a model's monitor, newest last; old ones go by their time to live. */
export interface ReportStore {
  putReport(model: string, at: number, report: unknown): Promise<void>;
  latestReport(model: string): Promise<unknown>;
}

/** Days that reports are kept. */
const keptDays = 400;

export function dynamoReports(table: TableClient): ReportStore {
  return {
    putReport: async (model, at, report) => {
      const sk = `REPORT#${String(at).padStart(14, '0')}`;
      await table.put({ pk: `MODEL#${model}`, sk, report: JSON.stringify(report), ttl: Math.floor(at / 1000) + keptDays * 86_400 });
    },
    latestReport: async (model) => {
      const { items } = await table.page({ pk: `MODEL#${model}`, prefix: 'REPORT#', descending: true, limit: 1 });
      return items[0] && (JSON.parse(String(items[0]['report'])) as unknown);
    },
  };
}
