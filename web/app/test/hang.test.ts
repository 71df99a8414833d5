import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hang, HangWait } from '../src/api/types';
import { draw, path } from '../src/issues/hang';

function wait(pid: number, holder: number | null, resource = 'mutex m'): HangWait {
  return {
    task: 'a',
    pid,
    state: 'D',
    blockedSeconds: 120,
    kind: 'lock',
    resource,
    ownerNotFound: false,
    holders: holder === null ? [] : [{ task: 'a', pid: holder, certainty: 'named' }],
  };
}

function hang(waits: HangWait[], more: Partial<Hang> = {}): Hang {
  return { blocker: null, roots: [], waits, cycles: [], text: '', ...more };
}

test('waiters stand left of who holds them up, those that wait alike in one box', () => {
  const root = { task: 'r', pid: 9, class: 'io', reason: 'disk', waiters: 4, certain: true };
  const drawing = draw(
    hang([wait(1, 2), wait(2, 9, 'mutex n'), wait(3, 9), wait(4, 9), wait(5, 9)], {
      roots: [root],
    }),
  );
  assert.equal(drawing.boxes.length, 4);
  const box = (id: string) => drawing.boxes.find((one) => one.id === id);
  assert.ok((box('t1')?.x ?? 0) < (box('t2')?.x ?? 0));
  assert.ok((box('t2')?.x ?? 0) < (box('t9')?.x ?? 0));
  assert.deepEqual(box('t9')?.lines, ['a:9', 'root: io', 'disk']);
  assert.ok(drawing.boxes.some((one) => one.lines[0] === '3 tasks wait'));
  assert.equal(drawing.arrows.length, 3);
  assert.ok(drawing.arrows.every((one) => path(one).startsWith('M')));
});

test('a cycle is drawn and ends', () => {
  const drawing = draw(
    hang([wait(1, 2), wait(2, 1)], { cycles: [{ text: '', certain: true, pids: [1, 2] }] }),
  );
  assert.equal(drawing.boxes.filter((one) => one.cycle).length, 2);
  assert.equal(drawing.arrows.length, 2);
  assert.ok(drawing.width < 2000);
});

test('what the log does not call a cycle ends as well', () => {
  const waits = Array.from({ length: 60 }, (_, i) => wait(i + 1, ((i + 1) % 60) + 1));
  assert.ok(draw(hang(waits)).width < 40_000);
});

test('boxes do not overlap and hostile names are shown as text', () => {
  const drawing = draw(
    hang(Array.from({ length: 40 }, (_, i) => wait(i + 1, 100 + (i % 5), `m${i}\u202e`))),
  );
  for (const a of drawing.boxes) {
    for (const b of drawing.boxes) {
      if (a === b) continue;
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      assert.ok(apart, `${a.id} ${b.id}`);
    }
  }
  assert.ok(drawing.arrows.every((arrow) => !arrow.label.includes('\u202e')));
  assert.ok(draw(hang(Array.from({ length: 500 }, (_, i) => wait(i, 1000 + i)))).left > 0);
});

test('a wait without a holder leads to what it waits for', () => {
  const drawing = draw(hang([wait(1, null, 'completion in flush_work')]));
  assert.deepEqual(
    drawing.boxes.map((one) => one.lines),
    [['a:1'], ['completion in flush_work', 'holder not told']],
  );
});
