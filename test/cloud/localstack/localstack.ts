import type { Emulator } from '../emulator.ts';
export const localstack = {} as Emulator;
