import type { ModelCatalog } from '../../layers/store/registry/ModelCatalog.ts';
import type { Registry } from '../../layers/store/registry.ts';
import type { ReportStore } from '../../layers/store/reports.ts';
import type { TrackingStore } from '../../layers/store/tracking.ts';

/** What the routes read and write. */
export interface TrackingServices {
  readonly tracking: TrackingStore;
  readonly registry: Registry;
  readonly catalog: ModelCatalog;
  readonly reports: ReportStore;
}
