import type { Run } from './answer';

// The curves of a group: what is left in its pool, and what its CPUs hold of it.

export interface Points {
  at: number[];
  ns: number[];
}

/** The pool of a group over the part that was recorded. */
export function poolOf(run: Run, path: string): Points {
  return curveOf(run, run.timeline.groups.indexOf(path), -1);
}

/** The runtime each CPU holds of a group. */
export function runtimeOf(run: Run, path: string, cpus: number): Points[] {
  const group = run.timeline.groups.indexOf(path);
  return Array.from({ length: cpus }, (_, cpu) => curveOf(run, group, cpu));
}

function curveOf(run: Run, group: number, cpu: number): Points {
  const points: Points = { at: [], ns: [] };
  const curve = run.timeline.curves.find((one) => one.group === group && one.cpu === cpu);
  if (curve) for (let i = 0; i < curve.at.length; i++) push(points, curve.at[i], curve.ns[i]);
  return closed(points, run.timeline.endNs);
}

/** The last of several values at one instant counts: charts want rising times. */
function push(points: Points, at: number, ns: number): void {
  const last = points.at.length - 1;
  if (last >= 0 && points.at[last] === at) points.ns[last] = ns;
  else {
    points.at.push(at);
    points.ns.push(ns);
  }
}

/** A value holds until the end of the record. */
function closed(points: Points, end: number): Points {
  const last = points.at.length - 1;
  if (last >= 0 && points.at[last] < end) push(points, end, points.ns[last]);
  return points;
}

/** The value of a step line at an instant, null before its first. */
export function valueAt(at: number[], ns: number[], time: number): number | null {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? ns[low - 1] : null;
}
