import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cpuMax,
  cpusOf,
  fromSlider,
  NO_LIMIT,
  rounded,
  toSlider,
  writeBurst,
  writeCpuMax,
} from '../src/bandwidth/limits';
import { limitsKey, pack, readChoice, unpack, viewKey } from '../src/bandwidth/link';
import {
  changedBy,
  cpusIn,
  groupsOf,
  kernelOf,
  locksOf,
  milliseconds,
  type ScenarioFile,
  workloadsOf,
} from '../src/bandwidth/scenario';

const OLD = { quota: 50_000, period: 100_000, burst: 10_000 };

const FILE: ScenarioFile = {
  name: 'sample',
  machine: { cpus: '2', hz: '250' },
  kernel: '6.17',
  duration: '2s',
  groups: {
    '/pods': '50000 100000',
    '/pods/web': { max: 'max 100000', weight: '200' },
    '/pods/job': { max: '20000 50000', burst: '5000' },
  },
  locks: { mmap_lock: 'rwsem' },
  workloads: {
    web: {
      group: '/pods/web',
      tasks: '3',
      steps: [
        { forever: ['run 1ms', { syscall: ['acquire mmap_lock read', 'release mmap_lock'] }] },
      ],
    },
  },
};

test('cpu.max is read as the kernel reads it', () => {
  const taken: [string, string][] = [
    ['20000 100000', '20000 100000'],
    ['20000', '20000 100000'],
    ['max', 'max 100000'],
    ['max 50000', 'max 50000'],
    ['  30000   200000 ', '30000 200000'],
    ['30000us 200000', '30000 200000'],
    ['17592186034415 1000000', '17592186034415 1000000'],
    ['', '50000 100000'],
  ];
  for (const [line, result] of taken) {
    const written = writeCpuMax(line, OLD);
    assert.ok(written.ok, line);
    assert.equal(cpuMax(written.limit), result);
  }
  const refused = [
    ' ',
    'none',
    '-1',
    'MAX',
    '999',
    '0 100000',
    '20000 999',
    '20000 1000001',
    '9999 100000',
    '17592186044416',
    '.5',
  ];
  for (const line of refused) assert.ok(!writeCpuMax(line, OLD).ok, `"${line}"`);
});

test('the burst is at most the quota', () => {
  assert.ok(writeBurst('50000', OLD).ok);
  assert.ok(!writeBurst('50001', OLD).ok);
  assert.ok(!writeBurst('-1', OLD).ok);
  assert.ok(!writeBurst('5ms', OLD).ok);
  assert.ok(writeBurst('999999', NO_LIMIT).ok);
  assert.equal(cpusOf(NO_LIMIT), null);
  assert.equal(cpusOf(OLD), 0.5);
});

test('sliders give round figures inside their bounds and come back', () => {
  for (const value of [1000, 1500, 20_000, 99_000, 1_000_000]) {
    const back = fromSlider(toSlider(value, 1000, 1_000_000), 1000, 1_000_000);
    assert.ok(Math.abs(back - value) / value < 0.04, `${value} ${back}`);
  }
  assert.equal(fromSlider(0, 1000, 5000), 1000);
  assert.equal(fromSlider(1000, 1000, 5000), 5000);
  assert.equal(rounded(123_456, 0, 1e9), 120_000);
  assert.equal(rounded(0, 0, 10), 0);
});

test('the address keeps what was chosen', () => {
  const limits = new Map([
    ['/pods/a:b', { quota: 20_000, period: 50_000, burst: 0 }],
    ['/x y', { quota: null, period: 100_000, burst: 7 }],
  ]);
  const query = new URLSearchParams({ kernels: '5.15,C', cpus: '4', ms: '500', seed: '7' });
  for (const one of limitsKey(limits)) query.append('set', one);
  query.set('view', viewKey({ from: 1_500_000, to: 2_500_000_000 }));
  const choice = readChoice(new URLSearchParams(query.toString()));
  assert.deepEqual(choice.limits, limits);
  assert.deepEqual(choice.kernels, ['5.15', 'C']);
  assert.deepEqual([choice.cpus, choice.durationMs, choice.seed], [4, 500, 7]);
  assert.deepEqual(choice.view, { from: 1_500_000, to: 2_500_000_000 });
});

test('an address that was meddled with falls back', () => {
  const choice = readChoice(
    new URLSearchParams(
      'set=/a:1 100000&set=nonsense&set=/b:20000 100000:30000&cpus=99&ms=x&view=5..1&kernels=Z,<b>',
    ),
  );
  assert.equal(choice.limits.size, 0);
  assert.deepEqual(choice.kernels, ['A', 'B']);
  assert.deepEqual(
    [choice.cpus, choice.durationMs, choice.view],
    [undefined, undefined, undefined],
  );
});

test('a scenario goes into an address and comes back', async () => {
  const packed = await pack(FILE);
  assert.match(packed, /^[A-Za-z0-9_-]+$/);
  assert.deepEqual(await unpack(packed), FILE);
  await assert.rejects(unpack(packed.slice(0, 40)));
  await assert.rejects(unpack('%%%'));
  const bomb = await pack('0'.repeat(2_000_000));
  assert.ok(bomb.length < 5000);
  await assert.rejects(unpack(bomb), /too long/);
});

test('changes of the address are made in the scenario, and nowhere else', () => {
  const before = JSON.stringify(FILE);
  const changed = changedBy(FILE, {
    limits: new Map([
      ['/pods', { quota: 60_000, period: 100_000, burst: 0 }],
      ['/pods/web', { quota: 10_000, period: 100_000, burst: 2000 }],
      ['/pods/job', { quota: null, period: 50_000, burst: 0 }],
      ['/gone', OLD],
    ]),
    cpus: 4,
    durationMs: 750,
    seed: 9,
    kernels: ['A'],
  });
  assert.deepEqual(changed.groups, {
    '/pods': '60000 100000',
    '/pods/web': { max: '10000 100000', weight: '200', burst: 2000 },
    '/pods/job': { max: 'max 50000' },
  });
  assert.deepEqual(changed.machine, { cpus: 4, hz: '250' });
  assert.deepEqual([changed.duration, changed.seed], ['750ms', 9]);
  assert.equal(JSON.stringify(FILE), before);
});

test('a scenario reads as groups, workloads and locks', () => {
  assert.deepEqual(
    groupsOf(FILE).map((group) => [
      group.name,
      group.depth,
      cpuMax(group.limit),
      group.limit.burst,
    ]),
    [
      ['pods', 0, '50000 100000', 0],
      ['web', 1, 'max 100000', 0],
      ['job', 1, '20000 50000', 5000],
    ],
  );
  assert.deepEqual(groupsOf(FILE)[1].notes, ['weight 200']);
  assert.deepEqual(workloadsOf(FILE)[0].steps, [
    'forever:',
    '  run 1ms',
    '  syscall:',
    '    acquire mmap_lock read',
    '    release mmap_lock',
  ]);
  assert.deepEqual(locksOf(FILE), ['mmap_lock: rwsem']);
  assert.equal(
    kernelOf({ kernel: { release: '6.17', hrtick: 'true' } }),
    'release 6.17, hrtick true',
  );
  assert.equal(cpusIn(FILE), 2);
  assert.equal(milliseconds('1.5s'), 1500);
  assert.equal(milliseconds('250us'), 0.25);
  assert.equal(milliseconds('soon'), undefined);
});
