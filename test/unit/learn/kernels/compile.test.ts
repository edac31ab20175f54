import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generate, generatedPath, kernelNames } from '../../../../layers/learn/kernels/compile.ts';

test.each(kernelNames())(
  '%s.wasm.ts is what its source compiles to: else run npm run kernels',
  async (name) => {
    expect(readFileSync(generatedPath(name), 'utf8')).toBe(await generate(name));
  },
);
