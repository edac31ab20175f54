import { isOperational } from '../../layers/contracts/errors.ts';
import type { CatalogVersion } from '../../layers/store/registry/ModelCatalog.ts';
import type { LoggedModelStore } from '../../layers/store/tracking/LoggedModelStore.ts';

/** MLflow's tag of a logged model with the versions that it became, as JSON. */
const versionsTag = 'mlflow.modelVersions';

interface Registration {
  readonly name: string;
  readonly version: string | number;
}

/** Notes at a logged model which version it became. */
export async function noteRegistration(
  models: LoggedModelStore,
  modelId: string,
  { model: name, version }: Pick<CatalogVersion, 'model' | 'version'>,
): Promise<void> {
  const { tags } = await models.get(modelId).catch((error: unknown) => {
    if (isOperational(error) && error.name === 'NotFound') return { tags: undefined };
    throw error;
  });
  if (!tags) return;
  const before = registrationsOf(tags);
  if (before.some((one) => one.name === name && String(one.version) === version)) return;
  await models.setTags(modelId, {
    [versionsTag]: JSON.stringify([...before, { name, version: Number(version) }]),
  });
}

/** The versions that a logged model became. */
export function registrationsOf(tags: Readonly<Record<string, string>>): readonly Registration[] {
  try {
    const noted: unknown = JSON.parse(tags[versionsTag] ?? '[]');
    return Array.isArray(noted) ? (noted as Registration[]) : [];
  } catch {
    return []; // Anybody may set the tag.
  }
}
