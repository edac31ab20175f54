import type { AuditEntry } from '../registry.ts';
import type { Decision } from './ModelRecords.ts';
import type { ModelRecord } from './modelRecord.ts';

/** Former versions that an alias remembers, for rollbacks. */
const remembered = 100;

/** Lets an alias name a version; undefined when it does already. */
export function aliasesMoved(
  record: ModelRecord,
  alias: string,
  version: number,
  by: Pick<AuditEntry, 'actor' | 'reason'>,
): Decision | undefined {
  const current = Object.hasOwn(record.aliases, alias) ? record.aliases[alias] : undefined;
  if (current?.version === version) return undefined;
  const history = current ? [...current.history, current.version].slice(-remembered) : [];
  return {
    record: { ...record, aliases: { ...record.aliases, [alias]: { version, history } } },
    entry: {
      action: 'promote',
      alias,
      ...(current && { from: String(current.version) }),
      to: String(version),
      ...by,
    },
  };
}

/** The model once a version is no more: nothing names it, or would go back to it. */
export function withoutVersion(record: ModelRecord, version: number, at: number): ModelRecord {
  const aliases = Object.entries(record.aliases)
    .filter(([, alias]) => alias.version !== version)
    .map(([name, alias]) => [
      name,
      { ...alias, history: alias.history.filter((former) => former !== version) },
    ]);
  const stages = Object.entries(record.stages).filter(([other]) => Number(other) !== version);
  return {
    ...record,
    deleted: [...record.deleted, version],
    latest: Math.max(record.latest, version),
    aliases: Object.fromEntries(aliases),
    stages: Object.fromEntries(stages),
    updatedAt: at,
  };
}
