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

/** The aliases without a version that is no more. */
export function aliasesWithout({ aliases }: ModelRecord, version: number): ModelRecord['aliases'] {
  return Object.fromEntries(
    Object.entries(aliases)
      .filter(([, alias]) => alias.version !== version)
      .map(([name, alias]) => [
        name,
        { ...alias, history: alias.history.filter((former) => former !== version) },
      ]),
  );
}
