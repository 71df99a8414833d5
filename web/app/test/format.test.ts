import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeTicks } from '../src/charts/ticks';
import { axis, brief, figure, tick } from '../src/charts/units';
import { ago, bytes, count, digits, percent, points, short, span } from '../src/time/format';

const table = <T>(name: string, format: (value: T) => string, rows: [T, string][]) =>
  test(name, () => {
    for (const [value, text] of rows) assert.equal(format(value), text);
  });

table('bytes', bytes, [
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.00 KiB'],
  [1_048_575, '1.00 MiB'],
  [33.5 * 2 ** 30, '33.5 GiB'],
  [-2048, '-2.00 KiB'],
]);
table('digits', digits, [
  [0, '0'],
  [0.0001, '<0.001'],
  [0.0123, '0.012'],
  [1.234, '1.23'],
  [99.96, '100'],
  [1234.5, '1235'],
]);
table('shares', percent, [
  [0, '0 %'],
  [0.00001, '<0.01 %'],
  [0.1234, '12.3 %'],
  [0.0123, '1.23 %'],
  [1, '100 %'],
]);
table('differences of shares', points, [
  [0, '±0 pp'],
  [0.0123, '+1.23 pp'],
  [-0.5, '−50.00 pp'],
]);
table('counts', count, [
  [1234567, '1\u202f234\u202f567'],
  [999, '999'],
]);
table('short counts', short, [
  [0, '0'],
  [9999, '9999'],
  [12_345, '12.3k'],
  [3_400_000, '3.4M'],
  [0.25, '0.25'],
]);
table('spans', span, [
  [0, '0 ms'],
  [52.6, '53 ms'],
  [1000, '1 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [90_061_000, '1 d 1 h'],
  [59_999.9, '1 min'],
]);
table('ago', ago, [
  [-50, 'now'],
  [12_000, '12 s ago'],
  [3_600_000, '60 min ago'],
  [86_400_000, '24 h ago'],
  [864_000_000, '10 d ago'],
]);

test('figures carry their unit', () => {
  assert.equal(figure(0.031, 'share'), '3.10 %');
  assert.equal(figure(1.5, 'cpus'), '1.50 CPUs');
  assert.equal(figure(null, 'bytes'), '–');
  assert.equal(brief(18.2 * 2 ** 30, 'bytes'), '18.2G');
  assert.equal(tick(20 * 2 ** 30, 'bytes'), '20 G');
});

test('axes end above the figures at round steps', () => {
  for (const highest of [0, 0.003, 0.4, 1, 3, 17, 4000, 31_000, 2 ** 34]) {
    for (const unit of ['cpus', 'bytes', 'count', '1/s'] as const) {
      const { top, step } = axis(highest, 1, unit);
      assert.ok(top >= highest && step > 0 && top / step <= 4.01, `${highest} ${unit} ${top}`);
      assert.ok(Math.abs(top / step - Math.round(top / step)) < 1e-6);
    }
  }
  assert.equal(axis(0.99, 0.05, 'share').top, 1);
});

test('time ticks are round, in order and not too many', () => {
  const from = Date.parse('2026-11-22T11:57:13Z');
  for (const size of [10_000, 900_000, 86_400_000, 30 * 86_400_000]) {
    const ticks = timeTicks(from, from + size, 8);
    assert.ok(ticks.length >= 1 && ticks.length <= 9, `${size}: ${ticks.length}`);
    for (let i = 1; i < ticks.length; i++) assert.ok(ticks[i].at > ticks[i - 1].at);
  }
});
