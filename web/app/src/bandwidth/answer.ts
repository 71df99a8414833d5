// What the server answers about scenarios and runs; times are nanoseconds since the run's start.

import type { ScenarioFile } from './scenario';

export interface Example {
  id: string;
  title: string;
  /** What to look at. */
  shows: string;
  scenario: ScenarioFile;
}

/** A scenario file as the server understood it. */
export interface Read {
  scenario: ScenarioFile;
  yaml: string;
}

export interface Simulation {
  name: string;
  durationNs: number;
  fromNs: number;
  toNs: number;
  runs: Run[];
}

export interface Run {
  kernel: string;
  mechanism: 'A' | 'B' | 'C' | 'D';
  events: number;
  wallMs: number;
  cpuBusyNs: number[];
  groups: GroupResult[];
  operations: Operation[];
  tasks: Tasks;
  timeline: Timeline;
}

export interface GroupResult {
  path: string;
  usageNs: number;
  userNs: number;
  systemNs: number;
  nrPeriods: number;
  nrThrottled: number;
  throttledNs: number;
  nrBursts: number;
  burstNs: number;
  throttledLocalNs: number;
}

export interface Operation {
  name: string;
  done: number;
  due: number;
  p50Ns: number | null;
  p90Ns: number | null;
  p99Ns: number | null;
  maxNs: number | null;
  /** Age of the oldest one that had not ended, 0 without. */
  unfinishedNs: number;
  blockedNs: number;
}

export interface Tasks {
  name: string[];
  cpuNs: number[];
  userNs: number[];
  longestHoldNs: number[];
}

/** Why a task does not run. */
export const WAITS = ['runnable', 'stranded', 'limbo', 'lock'] as const;
export type Wait = (typeof WAITS)[number];

/** Columns; `task`, `group` and `lock` are indexes into the names, -1 for none. Nameless tasks did nothing. */
export interface Timeline {
  fromNs: number;
  /** Where the record ends: before `toNs` of the answer when there was too much to record. */
  endNs: number;
  /** Stretches there was no room for. */
  dropped: number;
  tasks: string[];
  groups: string[];
  locks: string[];
  running: { cpu: number[]; task: number[]; kernel: number[]; start: number[]; end: number[] };
  throttled: { group: number[]; cpu: number[]; start: number[]; end: number[] };
  waiting: {
    task: number[];
    cpu: number[];
    state: number[];
    lock: number[];
    start: number[];
    end: number[];
  };
  held: { task: number[]; lock: number[]; start: number[]; end: number[] };
  /** Moments of the groups' period timers. */
  refills: { group: number[]; at: number[] };
  /** Runtime left: of a group's pool (`cpu` -1) or of its queue on a CPU. */
  curves: { group: number; cpu: number; at: number[]; ns: number[] }[];
}
