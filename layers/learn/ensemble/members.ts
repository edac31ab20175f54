import { fitPart, type Named, type Part } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, LoadModel, Model, ModelDocument } from '../estimator.ts';
import type { Steps } from '../steps.ts';

/** Estimators by name, or 'drop' in place of one that is left out. */
export type Members<Of extends Part = Part> = readonly Named<Of | 'drop'>[];

/** Those that are not dropped. @throws InvalidInput when none are left */
export function kept<Of extends Part>(members: Members<Of>): Named<Of>[] {
  const some = members.filter((member): member is Named<Of> => member[1] !== 'drop');
  if (some.length === 0) throw new InvalidInput('every estimator is dropped: keep at least one');
  return some;
}

/** Fits each to the same data, a round each. */
export function* fitMembers<Fitted extends Model>(
  members: readonly Named<Part<Fitted>>[],
  data: readonly [X: unknown, y: unknown],
  options: FitOptions,
  total = members.length,
): Steps<Named<Fitted>[]> {
  const fitted: Named<Fitted>[] = [];
  for (const [done, member] of members.entries())
    fitted.push([member[0], yield* fitPart(member, data, options, { done, total })]);
  return fitted;
}

export function toDocuments(members: readonly Named<Model>[]): Named<ModelDocument>[] {
  return members.map(([name, model]) => [name, model.toJSON()]);
}

export function ofDocuments<Fitted extends Model>(documents: unknown, load: LoadModel): Named<Fitted>[] {
  return (documents as Named<ModelDocument>[]).map(([name, document]) => [name, load<Fitted>(document)]);
}
