import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, plainEnvironment } from '../emulator.ts';
import { freePort, Server } from '../processes.ts';
import { findPython, virtualEnvironment } from '../python.ts';

const here = import.meta.dirname;

/** MiniStack (PyPI, MIT): functions as processes, no Docker. `launch.py` mends what it still lacks. */
export const ministack: Emulator = {
  restUrl: (url, api, stage, path) => `${url}/restapis/${api}/${stage}/_user_request_${path}`,

  async setUp({ folder, signal }) {
    const python = findPython('MiniStack', [3, 10]);
    const log = join(folder, 'setup.log');
    await virtualEnvironment(join(folder, 'venv'), python, join(here, 'requirements.txt'), {
      log,
      environment: { ...process.env },
      signal,
    });
  },

  async start({ folder }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    // Outside the repository, whose packages a function must not find.
    const temporary = mkdtempSync(join(tmpdir(), 'ministack-'));
    const log = join(folder, 'emulator.log');
    const server = new Server(join(folder, 'venv/bin/python'), [join(here, 'launch.py')], {
      log,
      environment: {
        ...plainEnvironment(),
        // Functions inherit this environment, so it holds nothing of the caller's.
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        TMPDIR: temporary,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    });
    const kill = () => {
      server.kill();
      rmSync(temporary, { recursive: true, force: true });
    };
    try {
      await server.ready(`${url}/_ministack/health`, 60);
    } catch (error) {
      kill();
      throw error;
    }
    return { url, log, stop: () => server.stop().finally(kill), kill };
  },
};
