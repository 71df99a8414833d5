import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, tone } from '../src/verification/matrix';
import { position, scaleOf, share, words } from '../src/verification/measured';
import type { MetricComparison, Verification } from '../src/verification/types';

const content = {
  id: 'v',
  ended: '2026-11-22T10:00:00Z',
  baseline: 'a',
  candidate: 'b',
  kernels: [
    { label: 'a', release: '6.12' },
    { label: 'b', release: '7.3' },
  ],
  boots: [
    { kernel: 'a', cases: [{ suite: 's', name: 's', status: 'PASS' }] },
    { kernel: 'a', cases: [{ suite: 's', name: 's', status: 'FAIL' }] },
    { kernel: 'b', cases: [{ suite: 's', name: 'x', status: 'DONE' }] },
  ],
  metrics: [],
  deltas: [],
  gates: [],
  verdict: 'FAIL',
} satisfies Verification['content'];

test('a cell shows the most urgent status and how often it was seen', () => {
  assert.deepEqual(matrix(content), [
    { path: 's', cells: [{ worst: 'FAIL', count: 1, runs: 2 }, undefined] },
    { path: 's.x', cells: [undefined, { worst: 'DONE', count: 1, runs: 1 }] },
  ]);
});

test('what is not known is never shown as a pass', () => {
  assert.equal(tone('INCONCLUSIVE'), 'hold');
  assert.equal(tone('MISS'), 'hold');
  assert.equal(tone('SKIP'), 'unknown');
});

function compared(before: number[], after: number[], effect = 0): MetricComparison {
  const side = (boots: number[]) => ({ boots, censored: boots.map(() => false) });
  return {
    path: 's',
    machine: 'm',
    metric: 'x',
    statistic: 'VALUE',
    unit: 'ms',
    baseline: side(before),
    candidate: side(after),
    scale: 'RELATIVE',
    effect,
    gated: true,
    change: 'NONE_SEEN',
  };
}

test('both kernels share an axis, of logarithms where they are far apart', () => {
  const far = scaleOf(compared([1], [100]));
  assert.equal(position(far, 1), 0);
  assert.equal(position(far, 10), 0.5);
  assert.equal(position(far, 100), 1);
  const near = scaleOf(compared([10], [20]));
  assert.equal(position(near, 15), 0.5);
  assert.equal(position(scaleOf(compared([3], [3])), 3), 0.5);
  assert.equal(scaleOf(compared([0], [100])).logarithmic, false);
});

test('medians and changes are short', () => {
  assert.equal(words([3, 1, 2]), '2');
  assert.equal(words([1, 2]), '1.5');
  assert.equal(words([1234.6]), '1235');
  assert.equal(share(compared([2], [1000], 499)), '× 500');
  assert.equal(share(compared([100], [85], -0.148)), '-14.8 %');
});
