import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Of the whole library first, then of what one import takes. */
export type Sizes = readonly { readonly name: string; readonly bytes: number; readonly gzipped: number }[];

const library = join(import.meta.dirname, '../../layers/learn/index.ts');

/** Bundles exports of the library as a user's bundler would. @param names all of them where there are none */
export async function sizeOf(...names: readonly string[]): Promise<Sizes[number]> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export ${names.length > 0 ? `{ ${names.join(', ')} }` : '*'} from ${JSON.stringify(library)};`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const { contents } = outputFiles[0]!;
  return {
    name: names.join(', ') || 'everything',
    bytes: contents.length,
    gzipped: gzipSync(contents).length,
  };
}

const samples: readonly string[][] = [
  ['LinearRegression'],
  ['LogisticRegression'],
  ['KMeans'],
  ['PCA'],
  ['RandomForestClassifier'],
  ['HistGradientBoostingClassifier'],
  ['StandardScaler'],
  ['CountVectorizer'],
  ['TpeSampler'],
  ['rocAucScore'],
  ['loadModel'],
];

/** The whole library, and what some imports take of it. */
export function measureSizes(): Promise<Sizes> {
  return Promise.all([sizeOf(), ...samples.map((names) => sizeOf(...names))]);
}
