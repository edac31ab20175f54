/** A request that HTTP itself has a status for, beside those of the operational errors. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly status: 405 | 413 | 415;

  constructor(status: Rejected['status'], message: string) {
    super(message);
    this.status = status;
  }
}
