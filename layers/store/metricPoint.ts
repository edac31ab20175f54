import { InvalidInput } from '../contracts/errors.ts';

/** One measurement of a metric. */
export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  /** @default 0 */
  readonly step?: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** Characters of an encoded point. */
export const encodedLength = 48;

/**
 * A point as 48 hexadecimal digits that sort as MLflow orders points: by step, then timestamp, then
 * value (NaN lowest). The same text is the point's sort key and, on its run, the latest value, so
 * that "newer than" is one string comparison in a condition.
 *
 * @throws InvalidInput
 */
export function encodePoint({ key, value, step = 0, timestamp }: MetricPoint): string {
  if (typeof value !== 'number')
    throw new InvalidInput(`metric ${key} must be a number, not ${JSON.stringify(value)}`);
  return encodeInteger(key, 'step', step) + encodeInteger(key, 'timestamp', timestamp) + encodeFloat(value);
}

export function decodePoint(key: string, text: string): Required<MetricPoint> {
  return {
    key,
    step: decodeInteger(text.slice(0, 16)),
    timestamp: decodeInteger(text.slice(16, 32)),
    value: decodeFloat(text.slice(32, 48)),
  };
}

const signBit = 1n << 63n;
const allBits = (1n << 64n) - 1n;

function encodeInteger(key: string, name: string, value: number): string {
  if (!Number.isSafeInteger(value)) {
    throw new InvalidInput(`the ${name} of metric ${key} must be an integer, not ${JSON.stringify(value)}`);
  }
  return hex(BigInt(value) + signBit);
}

function decodeInteger(text: string): number {
  return Number(BigInt(`0x${text}`) - signBit);
}

/** IEEE 754 bits sort as integers once negatives are inverted and positives get the sign bit. */
function encodeFloat(value: number): string {
  if (Number.isNaN(value)) return hex(0n);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  return hex(raw & signBit ? raw ^ allBits : raw | signBit);
}

function decodeFloat(text: string): number {
  const sorted = BigInt(`0x${text}`);
  if (sorted === 0n) return Number.NaN;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigUint64(0, sorted & signBit ? sorted ^ signBit : sorted ^ allBits);
  return bits.getFloat64(0);
}

function hex(value: bigint): string {
  return value.toString(16).padStart(16, '0');
}
