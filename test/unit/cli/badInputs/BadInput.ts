/** Something wrong that a user may hand in: a change of a good model's files, and what the refusal must say. */
export interface BadInput {
  readonly what: string;
  /** Texts of the good spec and what stands there instead. */
  readonly spec?: readonly (readonly [good: string, bad: string])[] | string;
  /** Files that are written over the good ones; null removes one. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** The good model that is spoiled. @default regression */
  readonly task?: 'regression' | 'classification';
  /** Beginning of the spec's line that the fault is placed at; its first line when left out. */
  readonly at?: string;
  /** What the message must say: the value seen, and the remedy. */
  readonly says: readonly RegExp[];
  /** Who refuses it when `millrace check` was not asked: the synthesis of the app, or a step of the pipeline. */
  readonly refusedBy: 'synthesis' | 'Ingest' | 'Prepare';
}
