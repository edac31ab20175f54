import { expect } from 'vitest';

/** The error that work throws, or what it returns. */
export function faultOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** An InvalidInput that says so. */
export function invalid(message: RegExp): unknown {
  return expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(message) });
}
