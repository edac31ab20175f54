import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePoint, encodePoint } from '../../../layers/store/metricPoint.ts';

const point = fc.record({
  key: fc.constant('loss'),
  step: fc.maxSafeInteger(),
  timestamp: fc.maxSafeInteger(),
  value: fc.double({ noNaN: true }).map((value) => value + 0),
});
type Point = Required<Parameters<typeof encodePoint>[0]>;

test('a point comes back from its code, to the bit', () => {
  fc.assert(
    fc.property(point, (one) => {
      expect(decodePoint('loss', encodePoint(one))).toEqual(one);
    }),
  );
  expect(decodePoint('loss', encodePoint({ key: 'loss', value: Number.NaN, timestamp: 3 })).value).toBeNaN();
});

test('codes sort by step, then timestamp, then value', () => {
  const order = (a: Point, b: Point) =>
    a.step - b.step || a.timestamp - b.timestamp || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  const close = fc.record({
    key: fc.constant('loss'),
    step: fc.integer({ min: -2, max: 2 }),
    timestamp: fc.integer({ min: 0, max: 2 }),
    value: fc.double({ noNaN: true }).map((value) => value + 0),
  });
  fc.assert(
    fc.property(close, close, (a, b) => {
      const [left, right] = [encodePoint(a), encodePoint(b)];
      expect(left < right ? -1 : left > right ? 1 : 0).toBe(Math.sign(order(a, b)) + 0);
    }),
  );
});
