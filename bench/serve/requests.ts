import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const folder = 'models/housing';

/** Bodies of prediction requests with rows of the example model's data, in turn. */
export function bodiesOf(rows: number, count: number): string[] {
  const { features } = parse(readFileSync(`${folder}/model.yaml`, 'utf8')) as {
    features: Record<string, { kind: 'number' | 'category' }>;
  };
  const [head, ...lines] = readFileSync(`${folder}/housing.csv`, 'utf8').trim().split('\n');
  const names = head!.split(',');
  const instances = lines.map((line) => {
    const values = new Map(line.split(',').map((value, column) => [names[column]!, value]));
    return Object.fromEntries(
      Object.entries(features).map(([name, { kind }]) => {
        const value = values.get(name)!;
        return [name, value === '' ? null : kind === 'number' ? Number(value) : value];
      }),
    );
  });
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ instances: instances.slice(index * rows, (index + 1) * rows) }),
  );
}
