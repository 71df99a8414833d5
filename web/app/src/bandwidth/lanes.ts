import { type Timeline, WAITS } from './answer';

// The columns of a time line sorted into lanes: one for each CPU, for each CPU's throttled queues
// and for each task. Stretches of a lane lie in time order and do not overlap.

export type Kind = 'user' | 'kernel' | 'own-throttle' | (typeof WAITS)[number];
export const KINDS: Kind[] = ['user', 'kernel', 'own-throttle', ...WAITS];
const KERNEL = KINDS.indexOf('kernel');
const THROTTLE = KINDS.indexOf('own-throttle');
const WAIT = KINDS.indexOf(WAITS[0]);

export interface Lane {
  readonly size: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Index into KINDS. */
  readonly kind: Uint8Array;
  /** The task that runs or waits; of a throttled queue its group. */
  readonly who: Int32Array;
  /** The CPU it runs on, -1 without. */
  readonly cpu: Int32Array;
  /** The lock waited for, -1 without. */
  readonly lock: Int32Array;
}

interface Stretch {
  start: number;
  end: number;
  kind: number;
  who: number;
  cpu: number;
  lock: number;
}

export interface Lanes {
  readonly cpus: Lane[];
  readonly throttles: Lane[];
  readonly tasks: Lane[];
}

/** Sorts a time line into lanes; `group` leaves the throttles of one group (or of all: -1). */
export function lanesOf(timeline: Timeline, cpus: number, group = -1): Lanes {
  const onCpu: Stretch[][] = Array.from({ length: cpus }, () => []);
  const closed: Stretch[][] = Array.from({ length: cpus }, () => []);
  const ofTask: Stretch[][] = timeline.tasks.map(() => []);
  const { running, waiting, throttled } = timeline;
  for (let i = 0; i < running.start.length; i++) {
    const stretch = {
      start: running.start[i],
      end: running.end[i],
      kind: running.kernel[i] ? KERNEL : 0,
      who: running.task[i],
      cpu: running.cpu[i],
      lock: -1,
    };
    onCpu[stretch.cpu]?.push(stretch);
    ofTask[stretch.who]?.push(stretch);
  }
  for (let i = 0; i < waiting.start.length; i++) {
    ofTask[waiting.task[i]]?.push({
      start: waiting.start[i],
      end: waiting.end[i],
      kind: WAIT + waiting.state[i],
      who: waiting.task[i],
      cpu: waiting.cpu[i],
      lock: waiting.lock[i],
    });
  }
  for (let i = 0; i < throttled.start.length; i++) {
    if (group >= 0 && throttled.group[i] !== group) continue;
    closed[throttled.cpu[i]]?.push({
      start: throttled.start[i],
      end: throttled.end[i],
      kind: THROTTLE,
      who: throttled.group[i],
      cpu: throttled.cpu[i],
      lock: -1,
    });
  }
  return {
    cpus: onCpu.map(laneOf),
    throttles: closed.map((one) => laneOf(joined(one))),
    tasks: ofTask.map(laneOf),
  };
}

function laneOf(stretches: Stretch[]): Lane {
  stretches.sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    size: stretches.length,
    start: Float64Array.from(stretches, (one) => one.start),
    end: Float64Array.from(stretches, (one) => one.end),
    kind: Uint8Array.from(stretches, (one) => one.kind),
    who: Int32Array.from(stretches, (one) => one.who),
    cpu: Int32Array.from(stretches, (one) => one.cpu),
    lock: Int32Array.from(stretches, (one) => one.lock),
  };
}

/** Overlapping stretches (nested groups on one CPU) as one; the first group names it. */
function joined(stretches: Stretch[]): Stretch[] {
  stretches.sort((a, b) => a.start - b.start);
  const out: Stretch[] = [];
  for (const one of stretches) {
    const last = out[out.length - 1];
    if (last && one.start <= last.end) last.end = Math.max(last.end, one.end);
    else out.push({ ...one });
  }
  return out;
}

/** The first stretch that ends after a time. */
export function firstAfter(lane: Lane, time: number): number {
  let low = 0;
  let high = lane.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane.end[middle] > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The stretch at a time, or the nearest within `slack`; -1 when nothing is there. */
export function stretchAt(lane: Lane, time: number, slack: number): number {
  const at = firstAfter(lane, time);
  if (at < lane.size && lane.start[at] <= time) return at;
  let best = -1;
  let distance = slack;
  if (at < lane.size && lane.start[at] - time <= distance) {
    best = at;
    distance = lane.start[at] - time;
  }
  if (at > 0 && time - lane.end[at - 1] < distance) best = at - 1;
  return best;
}

/** What is drawn of a lane: stretches of a pixel or more as they are, shorter ones pixel by pixel. */
export function eachVisible(
  lane: Lane,
  from: number,
  to: number,
  width: number,
  draw: (index: number, x: number, wide: number) => void,
): void {
  const scale = width / (to - from);
  let column = -1;
  let longest = -1;
  let length = 0;
  const flush = () => {
    if (longest >= 0) draw(longest, column, 1);
    longest = -1;
    length = 0;
  };
  for (let i = firstAfter(lane, from); i < lane.size && lane.start[i] < to; i++) {
    const x = (Math.max(from, lane.start[i]) - from) * scale;
    const wide = (Math.min(to, lane.end[i]) - from) * scale - x;
    if (wide >= 1) {
      flush();
      draw(i, x, wide);
      continue;
    }
    const here = Math.floor(x);
    if (here !== column) flush();
    column = here;
    if (wide >= length) {
      longest = i;
      length = wide;
    }
  }
  flush();
}

/** Who holds a lock at a time, as indexes into the tasks. */
export function holdersAt(timeline: Timeline, lock: number, time: number): number[] {
  const { held } = timeline;
  const found = new Set<number>();
  for (let i = 0; i < held.start.length; i++) {
    if (held.lock[i] === lock && held.start[i] <= time && time < held.end[i])
      found.add(held.task[i]);
  }
  return [...found];
}

/** Locks a task holds at a time. */
export function locksAt(timeline: Timeline, task: number, time: number): number[] {
  const { held } = timeline;
  const found = new Set<number>();
  for (let i = 0; i < held.start.length; i++) {
    if (held.task[i] === task && held.start[i] <= time && time < held.end[i])
      found.add(held.lock[i]);
  }
  return [...found];
}

/** How many tasks wait for a lock at a time. */
export function waitersAt(timeline: Timeline, lock: number, time: number): number {
  const { waiting } = timeline;
  let count = 0;
  for (let i = 0; i < waiting.start.length; i++) {
    if (waiting.lock[i] === lock && waiting.start[i] <= time && time < waiting.end[i]) count++;
  }
  return count;
}
