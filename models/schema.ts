/** Writes the schema that the specs name in their first line: `npm run schema` */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { specJsonSchema } from '../layers/contracts/jsonSchema.ts';

writeFileSync(join(import.meta.dirname, 'model.schema.json'), specJsonSchema());
