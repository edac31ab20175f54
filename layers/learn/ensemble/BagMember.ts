import { checkFinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { LoadModel, Model, ModelDocument } from '../estimator.ts';
import { countColumns } from '../featureRows.ts';
import { type Features, isTable, toDense } from '../matrix.ts';

/** A model and the features that it sees; all of them, when there are none. */
export interface BagMember<Of extends Model = Model> {
  readonly model: Of;
  readonly features: Int32Array | null;
}

interface MemberDocument {
  readonly model: ModelDocument;
  readonly features: readonly number[] | null;
}

export function toMemberDocuments(members: readonly BagMember[]): MemberDocument[] {
  return members.map(({ model, features }) => ({
    model: model.toJSON(),
    features: features && [...features],
  }));
}

export function ofMemberDocuments<Of extends Model>(documents: unknown, load: LoadModel): BagMember<Of>[] {
  return (documents as MemberDocument[]).map(({ model, features }) => ({
    model: load<Of>(model),
    features: features && Int32Array.from(features),
  }));
}

/** What a member sees. */
export function columnsOf(X: Features, features: Int32Array | null): Features {
  if (features === null) return X;
  const { rows, columns, data } = toDense(X);
  const taken = new Float64Array(rows * features.length);
  for (let row = 0; row < rows; row++)
    for (let index = 0; index < features.length; index++)
      taken[row * features.length + index] = data[row * columns + features[index]!]!;
  return { rows, columns: features.length, data: taken };
}

/**
 * What a member finds fault with may be told by its place in the whole, not among the rows and features that it sees.
 *
 * @throws InvalidInput naming the first number that is NaN or infinite, else the fault itself
 */
export function faultOfWhole(X: Features, fault: unknown): unknown {
  if (fault instanceof InvalidInput && !isTable(X)) checkFinite(toDense(X));
  return fault;
}

/** Asks each member for what it says of the features that it sees. */
export function askMembers<Of extends Model, Answer>(
  members: readonly BagMember<Of>[],
  X: Features,
  width: number,
  ask: (model: Of, seen: Features) => Answer,
): Answer[] {
  checkWidth({ columns: countColumns(X) }, width);
  try {
    return members.map(({ model, features }) => ask(model, columnsOf(X, features)));
  } catch (fault) {
    throw faultOfWhole(X, fault);
  }
}
