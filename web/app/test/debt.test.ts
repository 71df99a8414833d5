import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, type DebtPatch, debtTone } from '../src/patches/debt';

const patch = (subsystem: string, owner: string): DebtPatch =>
  ({ subsystem, owner, state: 'unsent' }) as DebtPatch;

test('what was chosen narrows the patches, each facet by itself', () => {
  const all = [patch('mm', 'a'), patch('mm', 'b'), patch('net', 'a')];
  assert.equal(chosen(all, {}).length, 3);
  assert.equal(chosen(all, { subsystem: 'mm' }).length, 2);
  assert.equal(chosen(all, { subsystem: 'mm', owner: 'b', state: null }).length, 1);
});

test('a patch nobody sent is no good news', () => {
  assert.equal(debtTone('unsent'), 'unknown');
  assert.equal(debtTone('accepted'), 'ok');
});
