export interface Fault {
  readonly at: string;
  readonly message: string;
}

/** The data or a parameter is wrong. The name is the product's, so that callers treat it alike. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly details: { readonly faults?: readonly Fault[] };

  constructor(message: string, faults?: readonly Fault[]) {
    super(message);
    this.details = faults ? { faults } : {};
  }
}
