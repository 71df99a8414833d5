import { hex, type Theme } from '../flame/colours';
import type { Timeline } from './answer';
import type { Lanes } from './lanes';

// Where the rows of a time line lie and which colours they have.

export interface Row {
  kind: 'cpu' | 'task';
  index: number;
  label: string;
  y: number;
  height: number;
}

export const GUTTER = 112;
export const CPU_ROW = 24;
export const TASK_ROW = 14;
/** Room for the marks of refills. */
const TOP = 6;
const GAP = 6;
/** Task rows before the person asks for all. */
export const FEW = 14;

/** Rows of CPUs, then those of tasks. */
export function rowsOf(timeline: Timeline, lanes: Lanes, shown: string[]): Row[] {
  const rows: Row[] = [];
  let y = TOP;
  for (let cpu = 0; cpu < lanes.cpus.length; cpu++) {
    rows.push({ kind: 'cpu', index: cpu, label: `CPU ${cpu}`, y, height: CPU_ROW });
    y += CPU_ROW;
  }
  y += GAP;
  const indexes = new Map(timeline.tasks.map((name, task) => [name, task]));
  for (const label of shown) {
    rows.push({ kind: 'task', index: indexes.get(label) ?? -1, label, y, height: TASK_ROW });
    y += TASK_ROW;
  }
  return rows;
}

export function heightOf(rows: Row[]): number {
  const last = rows[rows.length - 1];
  return last ? last.y + last.height : 0;
}

/**
 * Names of the tasks that get a row, the same for all runs, in the scenario's order. When there are
 * too many, each workload has its turn, and of each those go first that wait for locks or hold them.
 */
export function shownTasks(timelines: Timeline[], most: number): string[] {
  const names = [...new Set(timelines.flatMap((one) => one.tasks))].filter((name) => name !== '');
  if (names.length <= most) return names;
  const rank = ranks(timelines);
  const order = (a: string, b: string) => (rank.get(a) ?? 2) - (rank.get(b) ?? 2);
  const turns = new Map<string, string[]>();
  for (const name of names) {
    const workload = workloadOf(name);
    turns.set(workload, [...(turns.get(workload) ?? []), name]);
  }
  const queues = [...turns.values()].map((queue) => queue.sort(order));
  const chosen = new Set<string>();
  for (let turn = 0; chosen.size < most; turn++) {
    for (const queue of queues) if (queue[turn] && chosen.size < most) chosen.add(queue[turn]);
  }
  return names.filter((name) => chosen.has(name));
}

/** 0 for tasks that wait for a lock, 1 for those that only hold one. */
function ranks(timelines: Timeline[]): Map<string, number> {
  const rank = new Map<string, number>();
  for (const { tasks, held } of timelines) for (const task of held.task) rank.set(tasks[task], 1);
  for (const { tasks, waiting } of timelines) {
    for (let i = 0; i < waiting.task.length; i++) {
      if (waiting.lock[i] >= 0) rank.set(tasks[waiting.task[i]], 0);
    }
  }
  return rank;
}

/** The workload a task belongs to: its name before the number. */
export function workloadOf(task: string): string {
  return task.replace(/\/\d+$/, '');
}

const HUES = [254, 62, 152, 310, 205, 20, 105, 345];

export interface Palette {
  text: string;
  label: string;
  line: string;
  hatch: string;
  throttle: string;
  limbo: string;
  lock: string;
  runnable: string;
  focus: string;
  /** By task: in user mode and in the kernel. */
  user: string[];
  kernel: string[];
}

/** Colours of a time line's tasks: hue by workload, lighter or darker from task to task. */
export function paletteOf(tasks: string[], theme: Theme): Palette {
  const dark = theme === 'dark';
  const workloads = [...new Set(tasks.filter((one) => one !== '').map(workloadOf))];
  const seen = new Map<string, number>();
  const user: string[] = [];
  const kernel: string[] = [];
  for (const task of tasks) {
    const workload = workloadOf(task);
    const nth = seen.get(workload) ?? 0;
    seen.set(workload, nth + 1);
    const hue = HUES[workloads.indexOf(workload) % HUES.length];
    const step = (nth % 3) * (dark ? 0.015 : 0.03);
    user.push(dark ? hex(0.395 + step, 0.07, hue) : hex(0.86 - step, 0.085, hue));
    kernel.push(dark ? hex(0.49 + step, 0.1, hue) : hex(0.7 - step, 0.12, hue));
  }
  return {
    text: dark ? '#eef2f6' : '#10171f',
    label: dark ? '#a3afbb' : '#4d5a67',
    line: dark ? '#232d38' : '#d9dfe5',
    hatch: dark ? '#7d8894' : '#8a95a1',
    throttle: dark ? '#e0a84a' : '#a86400',
    limbo: dark ? '#a996ee' : '#6b53b3',
    lock: dark ? '#f58a80' : '#b3261e',
    runnable: dark ? '#5f6c79' : '#9aa6b2',
    focus: dark ? '#58a6dc' : '#1477b8',
    user,
    kernel,
  };
}

/** Round instants of a part of simulated time with their labels, at most so many. */
export function simTicks(from: number, to: number, most: number): { at: number; label: string }[] {
  const rough = (to - from) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ at, label: simTime(at, step) });
  }
  return ticks;
}

/** An instant since the start, as exact as the step between two of them demands. */
export function simTime(ns: number, step: number): string {
  if (step >= 1e9) return `${(ns / 1e9).toFixed(0)} s`;
  const digits = Math.max(0, Math.min(6, Math.ceil(6 - Math.log10(step) - 1e-9)));
  return `${(ns / 1e6).toFixed(digits)} ms`;
}

/** A length of simulated time: `830 ns`, `12.3 µs`, `4.00 ms`, `1.20 s`. */
export function simSpan(ns: number | null): string {
  if (ns === null) return '–';
  const size = Math.abs(ns);
  if (size === 0) return '0';
  if (size < 999.5) return `${Math.round(ns)} ns`;
  if (size < 999_500) return `${(ns / 1e3).toPrecision(3)} µs`;
  if (size < 999_500_000) return `${(ns / 1e6).toPrecision(3)} ms`;
  return `${(ns / 1e9).toFixed(size < 9.995e9 ? 2 : 1)} s`;
}
