import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = import.meta.dirname;
/** A module each; what they share is in folders below. */
const sources = join(folder, 'assembly');
/** As Arena's memory is: shared, and never of a fixed size. */
const flags = [
  ...['-O3', '--noAssert', '--converge', '--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

export function kernelNames(): string[] {
  return readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => name.slice(0, -'.ts'.length))
    .sort();
}

export function generatedPath(name: string): string {
  return join(folder, `${name}.wasm.ts`);
}

/** The module that the room imports: the binary as text. @throws Error with the compiler's messages */
export async function generate(name: string): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [`${name}.ts`, '--baseDir', sources, '--outFile', 'kernel.wasm', ...flags],
    {
      writeFile: (_, contents) => {
        binary = contents as Uint8Array;
      },
    },
  );
  if (error || !binary) throw new Error(`${name} does not compile:\n${stderr}`, { cause: error });
  const text = Buffer.from(binary).toString('base64');
  return `// Written by \`npm run kernels\` from assembly/${name}.ts: ${binary.length} bytes of WebAssembly.\nexport const ${name}Binary =\n  '${text}';\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of kernelNames()) {
    const text = await generate(name);
    writeFileSync(generatedPath(name), text);
    console.log(`${name}.wasm.ts: ${text.length} characters`);
  }
}
