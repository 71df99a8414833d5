import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, tone } from '../src/verification/matrix';
import type { Verification } from '../src/verification/types';

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
