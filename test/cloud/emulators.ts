import type { Emulator, EmulatorName } from './emulator.ts';
import { localstack } from './localstack/localstack.ts';
import { ministack } from './ministack/ministack.ts';

export const emulators: Readonly<Record<EmulatorName, Emulator>> = { ministack, localstack };
