import type { TableClient } from './table.ts';

/** Reports of a model's monitor. */
export interface ReportStore {
  /** Keeps a report (JSON) for 400 days; `at` in milliseconds since 1970. */
  putReport(model: string, at: number, report: unknown): Promise<void>;
  /** The newest report, undefined before the first. */
  latestReport(model: string): Promise<unknown>;
}

/** Days that reports are kept. */
const keptDays = 400;

export function dynamoReports(table: TableClient): ReportStore {
  return {
    putReport: async (model, at, report) => {
      await table.put({
        pk: `REPORTS#${model}`,
        sk: String(at).padStart(14, '0'),
        report: JSON.stringify(report),
        ttl: Math.floor(at / 1000) + keptDays * 86_400,
      });
    },
    latestReport: async (model) => {
      const [newest] = await table.all({ pk: `REPORTS#${model}`, descending: true, limit: 1 });
      return newest && (JSON.parse(String(newest.report)) as unknown);
    },
  };
}
