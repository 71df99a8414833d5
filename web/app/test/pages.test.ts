import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IssueSummary, Vitals } from '../src/api/types';
import { clusters, covered } from '../src/charts/lane';
import { CHARTS, linesOf } from '../src/charts/specs';
import { cgroupChoices, filterOf, processChoices } from '../src/hosts/processes';
import { sortIssues } from '../src/issues/order';
import { hostPath, routeOf } from '../src/routing/routes';

test('paths lead to pages', () => {
  assert.deepEqual(routeOf('/'), { page: 'home' });
  assert.deepEqual(routeOf('/hosts/'), { page: 'hosts' });
  assert.deepEqual(routeOf(hostPath('a/b c')), { page: 'host', host: 'a/b c' });
  assert.deepEqual(routeOf('/issues/12'), { page: 'issue', issue: 12 });
  for (const path of ['/issues/x', '/hosts/a/b', '/hosts/%E0%A4%A', '/fleet']) {
    assert.deepEqual(routeOf(path), { page: 'nowhere' });
  }
});

test('processes are offered by command and by pid, cgroups with those above', () => {
  const processes = [
    { pid: 1, command: 'a', cgroup: '/x/y', samples: 5 },
    { pid: 2, command: 'a', cgroup: '/x/z', samples: 3 },
    { pid: 2, command: 'b', cgroup: '/', samples: 1 },
  ];
  assert.deepEqual(
    processChoices(processes).map((one) => [one.key, one.samples]),
    [
      ['cmd:a', 8],
      ['pid:1', 5],
      ['pid:2', 4],
      ['cmd:b', 1],
    ],
  );
  assert.deepEqual(
    cgroupChoices(processes).map((one) => [one.key, one.samples]),
    [
      ['/x', 8],
      ['/x/y', 5],
      ['/x/z', 3],
      ['/', 1],
    ],
  );
});

test('a pid in the URL is a number or nothing', () => {
  assert.equal(filterOf(new URLSearchParams('pid=12')).pid, '12');
  assert.equal(filterOf(new URLSearchParams('pid=1;2')).pid, '');
  assert.equal(filterOf(new URLSearchParams('')).kind, 'cpu');
  assert.equal(filterOf(new URLSearchParams('kind=context-switches')).kind, 'context-switches');
  assert.equal(filterOf(new URLSearchParams('kind=nonsense')).kind, 'cpu');
});

test('events near each other share a mark', () => {
  const at = (ms: number) => ({
    at: new Date(ms).toISOString(),
    kind: 'report' as const,
    title: '',
  });
  const found = clusters([at(900), at(100), at(105), at(5000)], { from: 0, to: 1000 }, 1000, 18);
  assert.deepEqual(
    found.map((one) => [one.x, one.events.length]),
    [
      [100, 2],
      [900, 1],
    ],
  );
});

test('coverage is the part of a range with windows', () => {
  const coverage = { starts: [0, 10], ends: [10, 20], samples: [1, 1], lost: [0, 0] };
  assert.equal(covered(coverage, { from: 5, to: 45 }), 0.375);
});

test('a chart shows what there are figures for, of many cgroups the worst', () => {
  const series = Array.from({ length: 9 }, (_, i) => ({
    vital: 'cgroup.throttled',
    scope: `/g${i}`,
    unit: 's/s' as const,
    mean: [i, null],
    max: [i, null],
  }));
  const vitals: Vitals = { times: [1, 2], stepMs: 1, series };
  const chart = CHARTS.find((one) => one.id === 'throttled');
  assert.ok(chart);
  const { lines, left } = linesOf(chart, vitals);
  assert.deepEqual(
    lines.map((line) => line.label),
    ['/g8', '/g7', '/g6', '/g5', '/g4', '/g3'],
  );
  assert.equal(left, 3);
  assert.deepEqual(linesOf(CHARTS[0], vitals), { lines: [], left: 0 });
});

test('issues sort by every column, the latest first among equals', () => {
  const issue = (
    id: number,
    severity: IssueSummary['severity'],
    lastSeen: string,
  ): IssueSummary => ({
    issue: id,
    title: `t${id}`,
    kind: 'report',
    type: 'BUG',
    severity,
    newHosts: 0,
    newInKernel: null,
    firstSeen: lastSeen,
    lastSeen,
    occurrences: id,
    hosts: 1,
    kernels: [],
    trend: [],
  });
  const list = [
    issue(1, 'degraded', '2026-01-03T00:00:00Z'),
    issue(2, 'fatal', '2026-01-01T00:00:00Z'),
    issue(3, 'fatal', '2026-01-02T00:00:00Z'),
  ];
  const ids = (sort: string) => sortIssues(list, sort).map((one) => one.issue);
  assert.deepEqual(ids('severity'), [3, 2, 1]);
  assert.deepEqual(ids('-lastSeen'), [1, 3, 2]);
  assert.deepEqual(ids('-occurrences'), [3, 2, 1]);
  assert.deepEqual(ids('hosts'), [1, 3, 2]);
  assert.deepEqual(ids('nonsense'), [2, 3, 1]);
  assert.deepEqual(ids(''), [1, 2, 3], 'the order of the server');
});
