import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ReportStore } from '../../../layers/store/reports.ts';

export function checkReports(open: () => ReportStore): void {
  test('the latest report is the newest by time, whichever was written last', async () => {
    const reports = open();
    const model = `model-${randomUUID()}`;
    expect(await reports.latestReport(model)).toBeUndefined();
    await reports.putReport(model, 1_700_000_000_000, { drift: false });
    await reports.putReport(model, 1_800_000_000_000, { drift: true, columns: [{ name: 'area', psi: 0.3 }] });
    await reports.putReport(model, 999_000_000_000, { drift: 'old' });
    expect(await reports.latestReport(model)).toEqual({ drift: true, columns: [{ name: 'area', psi: 0.3 }] });
    expect(await reports.latestReport(`${model}-other`)).toBeUndefined();
  });
}
