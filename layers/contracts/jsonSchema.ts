import { z } from 'zod';
import { specSchema } from './spec.ts';

/** The JSON Schema of what a `model.yaml` may hold (draft 7), for editors: they complete and explain it. */
export function specJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(specSchema, { io: 'input', target: 'draft-7' });
  const document = {
    $schema,
    title: 'Millrace model',
    description: 'A model.yaml. Written by `npm run schema` from layers/contracts/spec.ts: change that.',
    ...schema,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
