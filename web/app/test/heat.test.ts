import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  beginOf,
  between,
  cellAt,
  countAt,
  covered,
  gridOf,
  LEVELS,
  levelOf,
  stepped,
} from '../src/heat/grid';

const START = Date.parse('2026-11-22T12:00:00Z');

function grid(columns = 3) {
  const counts: number[] = Array.from({ length: columns * 50 }, (_, index) =>
    index % 50 === 7 ? 4 : 0,
  );
  counts[50 + 10] = 8;
  const start = new Date(START).toISOString();
  return gridOf({
    kind: 'cpu',
    start,
    columns,
    rows: 50,
    rowMs: 20,
    samples: 20,
    untimed: 0,
    counts,
  });
}

test('cells are seconds by parts of a second, from the bottom upwards', () => {
  assert.deepEqual(cellAt(grid(), 0, 0.999), { column: 0, row: 0 });
  assert.deepEqual(cellAt(grid(), 0.5, 0), { column: 1, row: 49 });
  assert.deepEqual(cellAt(grid(), 7, -3), { column: 2, row: 49 });
  assert.equal(beginOf(grid(), { column: 1, row: 10 }), START + 1200);
  assert.equal(countAt(grid(), { column: 1, row: 10 }), 8);
});

test('a selection is the time between two cells, in whichever order', () => {
  const one = { column: 0, row: 40 };
  const other = { column: 1, row: 4 };
  assert.deepEqual(between(grid(), one, other), { from: START + 800, to: START + 1100 });
  assert.deepEqual(between(grid(), other, one), between(grid(), one, other));
  assert.deepEqual(covered(grid(), between(grid(), one, other)), [
    { column: 0, first: 40, last: 49 },
    { column: 1, first: 0, last: 4 },
  ]);
});

test('a selection outside of the map covers nothing', () => {
  assert.deepEqual(covered(grid(), { from: START - 5000, to: START - 4000 }), []);
  assert.deepEqual(covered(grid(), { from: START + 4000, to: START + 5000 }), []);
});

test('any sample is seen and the most have the strongest colour', () => {
  assert.equal(levelOf(grid(), 0), 0);
  assert.equal(levelOf({ ...grid(), max: 1000 }, 1), 1);
  assert.equal(levelOf(grid(), 8), LEVELS);
});

test('keys step through time and stop at the ends', () => {
  assert.deepEqual(stepped(grid(), { column: 0, row: 49 }, 'ArrowUp', false), {
    column: 1,
    row: 0,
  });
  assert.deepEqual(stepped(grid(), { column: 1, row: 3 }, 'ArrowLeft', false), {
    column: 0,
    row: 3,
  });
  assert.deepEqual(stepped(grid(), { column: 1, row: 3 }, 'ArrowRight', true), {
    column: 2,
    row: 49,
  });
  assert.equal(stepped(grid(), { column: 1, row: 3 }, 'x', false), undefined);
});

test('damaged answers are refused', () => {
  assert.throws(
    () => gridOf({ ...grid(), kind: 'cpu', start: '', samples: 0, untimed: 0, counts: [1] }),
    /expected 3 times 50/,
  );
});
