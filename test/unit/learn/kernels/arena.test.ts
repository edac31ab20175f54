import { expect, test, vi } from 'vitest';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { binningBinary } from '../../../../layers/learn/kernels/binning.wasm.ts';
import { instantiate } from '../../../../layers/learn/kernels/instantiate.ts';

test('arrays are apart, aligned and zero, and stay valid as memory grows', () => {
  const arena = new Arena();
  const [bytes, numbers] = [arena.allocate(Uint8Array, 3), arena.allocate(Float64Array, 5)];
  bytes.fill(7);
  numbers.fill(1.5);
  const large = arena.allocate(Float64Array, 1_000_000);
  numbers[4] = 2.5;
  expect([...bytes]).toEqual([7, 7, 7]);
  expect([...numbers]).toEqual([1.5, 1.5, 1.5, 1.5, 2.5]);
  expect(large.every((value) => value === 0)).toBe(true);
  for (const array of [bytes, numbers, large]) expect(array.byteOffset % 64).toBe(0);
  expect(new Set([bytes, numbers, large].map((array) => array.byteOffset)).size).toBe(3);
});

test('without WebAssembly arrays are plain and there are no kernels', () => {
  const plain = new Arena({ plain: true });
  expect(plain.allocate(Float64Array, 2)).toEqual(new Float64Array(2));
  expect(instantiate(binningBinary, plain)).toBeUndefined();
  vi.stubGlobal('WebAssembly', undefined);
  expect(new Arena().memory).toBeUndefined();
  expect(instantiate(binningBinary, new Arena())).toBeUndefined();
  vi.unstubAllGlobals();
  expect(instantiate(binningBinary, new Arena())).toBeDefined();
});

test('a module that this machine cannot run leaves the work to the twin', () => {
  expect(instantiate(btoa('\0asm\x01\0\0\0\xff'), new Arena())).toBeUndefined();
});
