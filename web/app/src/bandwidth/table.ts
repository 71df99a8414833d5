import type { GroupResult, Operation, Run } from './answer';
import { simSpan } from './scene';

// The result of the runs as rows, for the table on the page and for CSV.

export interface Figure {
  name: string;
  /** One text for each run. */
  values: string[];
  /** The second against the first in words, empty when there is nothing to compare. */
  change: string;
}

export interface Block {
  title: string;
  figures: Figure[];
}

/** Latencies of each operation, then the counters of each group. */
export function blocksOf(runs: Run[]): Block[] {
  const names = [...new Set(runs.flatMap((run) => run.operations.map((one) => one.name)))];
  const paths = [...new Set(runs.flatMap((run) => run.groups.map((one) => one.path)))];
  return [
    ...names.map((name) => operationBlock(name, runs)),
    ...paths.map((path) => groupBlock(path, runs)),
  ];
}

function operationBlock(name: string, runs: Run[]): Block {
  const found = runs.map((run) => run.operations.find((one) => one.name === name));
  const time = (title: string, of: (one: Operation) => number | null) =>
    figure(
      title,
      found.map((one) => (one ? of(one) : null)),
      simSpan,
    );
  return {
    title: `operation ${name}`,
    figures: [
      figure(
        'done',
        found.map((one) => one?.done ?? null),
        String,
      ),
      time('p50', (one) => one.p50Ns),
      time('p99', (one) => one.p99Ns),
      time('max', (one) => one.maxNs),
      time('blocked on locks', (one) => one.blockedNs),
      time('oldest unfinished', (one) => one.unfinishedNs),
    ],
  };
}

function groupBlock(path: string, runs: Run[]): Block {
  const found = runs.map((run) => run.groups.find((one) => one.path === path));
  const count = (title: string, of: (one: GroupResult) => number) =>
    figure(
      title,
      found.map((one) => (one ? of(one) : null)),
      String,
    );
  const us = (title: string, of: (one: GroupResult) => number) =>
    count(title, (one) => Math.floor(of(one) / 1000));
  return {
    title: `${path} cpu.stat`,
    figures: [
      us('usage_usec', (one) => one.usageNs),
      us('user_usec', (one) => one.userNs),
      us('system_usec', (one) => one.systemNs),
      count('nr_periods', (one) => one.nrPeriods),
      count('nr_throttled', (one) => one.nrThrottled),
      us('throttled_usec', (one) => one.throttledNs),
      count('nr_bursts', (one) => one.nrBursts),
      us('burst_usec', (one) => one.burstNs),
      us('local throttled_usec', (one) => one.throttledLocalNs),
    ],
  };
}

function figure(name: string, values: (number | null)[], text: (value: number) => string): Figure {
  return {
    name,
    values: values.map((value) => (value === null ? '–' : text(value))),
    change: values.length === 2 ? changeOf(values[0], values[1]) : '',
  };
}

/** How the second figure stands to the first: `÷ 12`, `× 3.1`, `=`. */
export function changeOf(first: number | null, second: number | null): string {
  if (first === null || second === null) return '';
  if (first === second) return '=';
  if (first === 0 || second === 0) return '';
  const ratio = second / first;
  if (ratio > 0.995 && ratio < 1.005) return '≈';
  return ratio > 1
    ? `× ${Number(ratio.toPrecision(3))}`
    : `÷ ${Number((1 / ratio).toPrecision(3))}`;
}
