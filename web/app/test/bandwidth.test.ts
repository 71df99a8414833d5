import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run, Timeline } from '../src/bandwidth/answer';
import { firstView, panned, wanted, within, zoomed } from '../src/bandwidth/axis';
import { poolOf, runtimeOf, valueAt } from '../src/bandwidth/curves';
import { factsAt } from '../src/bandwidth/facts';
import { eachVisible, KINDS, lanesOf, stretchAt } from '../src/bandwidth/lanes';
import { paletteOf, rowsOf, shownTasks, simSpan, simTicks, simTime } from '../src/bandwidth/scene';
import { blocksOf, changeOf } from '../src/bandwidth/table';
import { contrast } from '../src/flame/colours';

const MS = 1e6;

/** One CPU: `holder` runs, is stranded with the lock; `victim` waits for it. */
function timeline(): Timeline {
  return {
    fromNs: 0,
    endNs: 100 * MS,
    dropped: 0,
    tasks: ['holder', 'victim'],
    groups: ['/', '/small'],
    locks: ['mutex'],
    running: {
      cpu: [0, 0, 0],
      task: [0, 0, 1],
      kernel: [0, 1, 1],
      start: [0, 2 * MS, 90 * MS],
      end: [2 * MS, 5 * MS, 91 * MS],
    },
    throttled: { group: [1], cpu: [0], start: [5 * MS], end: [85 * MS] },
    waiting: {
      task: [0, 1],
      cpu: [0, -1],
      state: [1, 3],
      lock: [-1, 0],
      start: [5 * MS, 6 * MS],
      end: [85 * MS, 90 * MS],
    },
    held: { task: [0], lock: [0], start: [2 * MS], end: [88 * MS] },
    refills: { group: [1], at: [85 * MS] },
    curves: [
      { group: 1, cpu: -1, at: [0, 5 * MS, 5 * MS], ns: [5 * MS, 1, 0] },
      { group: 1, cpu: 0, at: [1 * MS], ns: [-2 * MS] },
    ],
  };
}

function run(): Run {
  return {
    kernel: 'A',
    mechanism: 'A',
    events: 7,
    wallMs: 1,
    cpuBusyNs: [6 * MS],
    groups: [],
    operations: [],
    tasks: { name: [], cpuNs: [], userNs: [], longestHoldNs: [] },
    timeline: timeline(),
  };
}

test('lanes hold what ran, what was throttled and what waited', () => {
  const lanes = lanesOf(timeline(), 1);
  assert.deepEqual(
    [...lanes.cpus[0].kind].map((kind) => KINDS[kind]),
    ['user', 'kernel', 'kernel'],
  );
  assert.deepEqual(
    [...lanes.tasks[0].kind].map((kind) => KINDS[kind]),
    ['user', 'kernel', 'stranded'],
  );
  assert.equal(KINDS[lanes.tasks[1].kind[0]], 'lock');
  assert.equal(lanes.throttles[0].size, 1);
  assert.equal(lanesOf(timeline(), 1, 0).throttles[0].size, 0);
});

test('the stretch under a point, or next to it', () => {
  const lane = lanesOf(timeline(), 1).cpus[0];
  assert.equal(stretchAt(lane, 1 * MS, 0), 0);
  assert.equal(stretchAt(lane, 2 * MS, 0), 1);
  assert.equal(stretchAt(lane, 50 * MS, 0), -1);
  assert.equal(stretchAt(lane, 89.9 * MS, MS), 2);
  assert.equal(stretchAt(lane, 91.2 * MS, MS), 2);
});

test('a lane draws at most one stretch for a pixel, and leaves none out that is wide', () => {
  const many = timeline();
  const count = 50_000;
  many.running = {
    cpu: Array(count).fill(0),
    task: Array.from({ length: count }, (_, i) => i % 2),
    kernel: Array(count).fill(0),
    start: Array.from({ length: count }, (_, i) => i * 1000),
    end: Array.from({ length: count }, (_, i) => i * 1000 + 900),
  };
  const lane = lanesOf(many, 1).cpus[0];
  let drawn = 0;
  eachVisible(lane, 0, count * 1000, 800, (_, x, wide) => {
    drawn++;
    assert.ok(x >= 0 && x + wide <= 801);
  });
  assert.ok(drawn <= 800 && drawn > 700, String(drawn));
  const near: number[] = [];
  eachVisible(lane, 10_000, 14_000, 800, (i) => near.push(i));
  assert.deepEqual(near, [10, 11, 12, 13]);
});

test('the facts name who holds the lock and what keeps the holder', () => {
  const lanes = lanesOf(timeline(), 1);
  const rows = rowsOf(timeline(), lanes, ['holder', 'victim', 'of another run']);
  const victim = rows[2];
  const facts = factsAt(timeline(), lanes, victim, 50 * MS, 0);
  assert.equal(facts.title, 'victim waits for a lock');
  const text = facts.lines.map((line) => line.join(': ')).join('\n');
  assert.match(text, /lock: mutex/);
  assert.match(text, /held by: holder, which stands still: its group is throttled/);
  const holder = factsAt(timeline(), lanes, rows[1], 50 * MS, 0);
  assert.match(
    holder.lines.map((line) => line.join(': ')).join('\n'),
    /holds: mutex, for which 1 waits/,
  );
  assert.match(factsAt(timeline(), lanes, rows[3], 50 * MS, 0).title, /sleeps/);
  const cpu = factsAt(timeline(), lanes, rows[0], 50 * MS, 0);
  assert.equal(cpu.title, 'CPU 0 is idle');
  assert.match(cpu.lines.map((line) => line.join(': ')).join('\n'), /throttled: \/small for 80/);
});

test('every workload has its turn, tasks that use locks first, and all runs show the same', () => {
  const many = timeline();
  many.tasks = Array.from({ length: 40 }, (_, i) => (i < 30 ? `a/${i}` : `b/${i}`));
  many.tasks[3] = '';
  many.held.task = [20];
  many.waiting.task = [0, 35];
  const shown = shownTasks([many, timeline()], 6);
  assert.deepEqual(shown, ['a/0', 'a/20', 'b/30', 'b/35', 'holder', 'victim']);
  assert.equal(shownTasks([many], 100).length, 39);
});

test('zoom and pan stay inside the run', () => {
  const duration = 1000 * MS;
  const view = { from: 100 * MS, to: 300 * MS };
  assert.deepEqual(zoomed(view, 200 * MS, 0.5, duration), { from: 150 * MS, to: 250 * MS });
  assert.deepEqual(zoomed(view, 200 * MS, 100, duration), { from: 0, to: duration });
  assert.deepEqual(panned(view, -500 * MS, duration), { from: 0, to: 200 * MS });
  assert.deepEqual(panned(view, 5000 * MS, duration), { from: 800 * MS, to: duration });
  assert.deepEqual(within({ from: 0, to: 9e12 }, duration), { from: 0, to: duration });
  assert.deepEqual(firstView(duration, 100_000), { from: 0, to: 600 * MS });
  let small = view;
  for (let i = 0; i < 100; i++) small = zoomed(small, 200 * MS, 0.5, duration);
  assert.ok(small.to - small.from >= 20_000);
});

test('what is asked for holds what is shown, and stays the same for small steps', () => {
  const duration = 20_000 * MS;
  const asked = wanted({ from: 5000 * MS, to: 5600 * MS }, duration);
  assert.ok(asked.from <= 5000 * MS && asked.to >= 5600 * MS);
  assert.deepEqual(wanted({ from: 5010 * MS, to: 5610 * MS }, duration), asked);
  assert.deepEqual(wanted({ from: 0, to: duration }, duration), { from: 0, to: duration });
});

test('curves hold to the end of the record, the last of one instant counts', () => {
  assert.deepEqual(poolOf(run(), '/small'), { at: [0, 5 * MS, 100 * MS], ns: [5 * MS, 0, 0] });
  assert.deepEqual(runtimeOf(run(), '/small', 2)[0].ns, [-2 * MS, -2 * MS]);
  assert.deepEqual(runtimeOf(run(), '/small', 2)[1].at, []);
  assert.deepEqual(poolOf(run(), '/nowhere').at, []);
  assert.equal(valueAt([10, 20], [1, 2], 9), null);
  assert.equal(valueAt([10, 20], [1, 2], 19), 1);
  assert.equal(valueAt([10, 20], [1, 2], 20), 2);
});

test('times are as exact as the axis', () => {
  assert.equal(simTime(1_234_567, 100_000), '1.2 ms');
  assert.equal(simTime(1_234_567, 1_000), '1.235 ms');
  assert.equal(simTime(120 * MS, 20 * MS), '120 ms');
  assert.equal(simTime(3e9, 1e9), '3 s');
  assert.deepEqual(
    simTicks(0, 500 * MS, 5).map((tick) => tick.label),
    ['0 ms', '100 ms', '200 ms', '300 ms', '400 ms', '500 ms'],
  );
  assert.equal(simSpan(999.7e3), '1.00 ms');
  assert.equal(simSpan(null), '–');
  assert.equal(simSpan(0), '0');
  assert.equal(simSpan(12_340), '12.3 µs');
  assert.equal(simSpan(2.5e9), '2.50 s');
});

test('changes read as factors', () => {
  assert.equal(changeOf(10, 5), '÷ 2');
  assert.equal(changeOf(5, 20), '× 4');
  assert.equal(changeOf(7, 7), '=');
  assert.equal(changeOf(0, 7), '');
  assert.equal(changeOf(null, 7), '');
});

test('the table has a block for each operation and each group', () => {
  const one = run();
  one.operations = [
    {
      name: 'move',
      done: 3,
      due: 3,
      p50Ns: MS,
      p90Ns: MS,
      p99Ns: null,
      maxNs: 2 * MS,
      unfinishedNs: 0,
      blockedNs: 5,
    },
  ];
  one.groups = [
    {
      path: '/small',
      usageNs: 1999,
      userNs: 0,
      systemNs: 0,
      nrPeriods: 3,
      nrThrottled: 2,
      throttledNs: 5_000_999,
      nrBursts: 0,
      burstNs: 0,
      throttledLocalNs: 0,
    },
  ];
  const blocks = blocksOf([one, { ...run(), kernel: 'B' }]);
  assert.deepEqual(
    blocks.map((block) => block.title),
    ['operation move', '/small cpu.stat'],
  );
  assert.deepEqual(blocks[0].figures[2].values, ['–', '–']);
  // Rounded down, as the file does it.
  assert.deepEqual(blocks[1].figures[0].values, ['1', '–']);
  assert.deepEqual(blocks[1].figures[5].values, ['5000', '–']);
});

test('names stay readable on every fill', () => {
  const tasks = Array.from({ length: 30 }, (_, i) => `w${i % 9}/${i}`);
  for (const theme of ['light', 'dark'] as const) {
    const palette = paletteOf(tasks, theme);
    for (const fill of [...palette.user, ...palette.kernel])
      assert.ok(contrast(palette.text, fill) >= 4.5, `${theme} ${fill}`);
  }
});
