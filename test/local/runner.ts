import { startLocal } from '../../local/index.ts';

/** The local runner alone, on an assembly that is there: what `millrace dev` starts after it has synthesized. */
const [assembly, dataDir] = process.argv.slice(2);
await startLocal({ assembly: assembly!, dataDir: dataDir!, port: 0, log: (line) => console.error(line) });
console.log('started');
