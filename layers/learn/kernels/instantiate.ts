import type { Arena } from './Arena.ts';

/** Compiled once in a process. */
const modules = new Map<string, WebAssembly.Module | undefined>();

/**
 * The functions of a kernel over the memory of an arena: they take the addresses of its arrays, which are their `byteOffset`.
 * Undefined where WebAssembly or its SIMD is missing, or the arena is plain: then use the kernel's TypeScript twin.
 *
 * @param binary a module in base64, as `npm run kernels` writes it
 */
export function instantiate<Functions>(binary: string, arena: Pick<Arena, 'memory'>): Functions | undefined {
  const module = arena.memory && moduleOf(binary);
  if (!module) return undefined;
  return new WebAssembly.Instance(module, { env: { memory: arena.memory! } }).exports as Functions;
}

/** @returns undefined where this machine cannot run it */
export function moduleOf(binary: string): WebAssembly.Module | undefined {
  if (!modules.has(binary)) modules.set(binary, compile(binary));
  return modules.get(binary);
}

function compile(binary: string): WebAssembly.Module | undefined {
  const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}
