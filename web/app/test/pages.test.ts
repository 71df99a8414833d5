import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IssueSummary, Vitals } from '../src/api/types';
import { clusters, covered } from '../src/charts/lane';
import { CHARTS, linesOf } from '../src/charts/specs';
import { kindOf } from '../src/hosts/kinds';
import { sortIssues } from '../src/issues/order';
import { byRelease } from '../src/profiles/kernels';
import { hostPath, routeOf } from '../src/routing/routes';

test('paths lead to pages', () => {
  assert.deepEqual(routeOf('/'), { page: 'home' });
  assert.deepEqual(routeOf('/hosts/'), { page: 'hosts' });
  assert.deepEqual(routeOf(hostPath('a/b c')), { page: 'host', host: 'a/b c' });
  assert.deepEqual(routeOf('/profiles'), { page: 'profiles' });
  assert.deepEqual(routeOf('/issues/12'), { page: 'issue', issue: 12 });
  for (const path of ['/issues/x', '/hosts/a/b', '/hosts/%E0%A4%A', '/fleet']) {
    assert.deepEqual(routeOf(path), { page: 'nowhere' });
  }
});

test('the kind of an address is one there is', () => {
  assert.equal(kindOf(new URLSearchParams('')), 'cpu');
  assert.equal(kindOf(new URLSearchParams('kind=context-switches')), 'context-switches');
  assert.equal(kindOf(new URLSearchParams('kind=nonsense')), 'cpu');
});

test('kernels stand with the newest first', () => {
  const of = (value: string) => ({ value, note: '', samples: 0 });
  const releases = ['6.9.1', 'unknown', '6.18.2-generic', '6.18-rc3', '6.18', '6.12.93'];
  assert.deepEqual(
    byRelease(releases.map(of)).map((one) => one.value),
    ['6.18.2-generic', '6.18', '6.18-rc3', '6.12.93', '6.9.1', 'unknown'],
  );
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
