import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestRuns, runTone, stateTone, took } from '../src/patches/queue';
import type { CheckRun, MergeQueue } from '../src/patches/types';

const run = (id: number, check: string, proposals: number[]): CheckRun => ({
  id,
  check,
  blocking: true,
  base: 'b',
  tip: 't',
  proposals,
  started: '2026-11-22T10:00:00Z',
  ended: null,
  outcome: 'running',
});

test('each check shows its newest run with the proposal in it', () => {
  const queue = {
    checks: [
      { name: 'style', blocking: false },
      { name: 'boots', blocking: true },
    ],
    runs: [run(9, 'boots', [2]), run(8, 'style', [1, 2]), run(7, 'style', [2])],
  } as unknown as MergeQueue;
  assert.deepEqual(
    latestRuns(queue, 2).map((one) => one?.id),
    [8, 9],
  );
  assert.deepEqual(
    latestRuns(queue, 1).map((one) => one?.id),
    [8, undefined],
  );
});

test('what is not known is never shown as a pass', () => {
  assert.equal(runTone('error', true), 'hold');
  assert.equal(runTone('interrupted', true), 'unknown');
  assert.equal(runTone('fail', false), 'hold');
  assert.equal(runTone('fail', true), 'stop');
  assert.equal(stateTone('withdrawn'), 'unknown');
});

test('a run that has not ended takes until now', () => {
  assert.equal(took(run(1, 'x', []), Date.parse('2026-11-22T10:00:05Z')), 5000);
});
