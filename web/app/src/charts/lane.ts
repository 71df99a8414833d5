import type { Coverage, HostEvent } from '../api/types';
import type { Range } from '../time/range';

/** Events so close on the lane that one mark stands for them. */
export interface Cluster {
  x: number;
  events: HostEvent[];
}

/** Joins events nearer than `gap` pixels; in time order, positions of the first of each. */
export function clusters(events: HostEvent[], range: Range, width: number, gap: number): Cluster[] {
  const out: Cluster[] = [];
  const scale = width / (range.to - range.from);
  const inside = events
    .map((event) => ({ event, at: Date.parse(event.at) }))
    .filter(({ at }) => at >= range.from && at <= range.to)
    .sort((a, b) => a.at - b.at);
  for (const { event, at } of inside) {
    const x = (at - range.from) * scale;
    const last = out[out.length - 1];
    if (last && x - last.x < gap) last.events.push(event);
    else out.push({ x, events: [event] });
  }
  return out;
}

const URGENCY: Record<HostEvent['kind'], number> = {
  report: 0,
  event: 1,
  kernel: 2,
  boot: 3,
  agent: 4,
};

/** The event that stands for others on the lane: a report before an event before all else. */
export function worst(events: HostEvent[]): HostEvent {
  return events.reduce((a, b) => ((URGENCY[b.kind] ?? 5) < (URGENCY[a.kind] ?? 5) ? b : a));
}

/** The part of a range for which a profile exists, 0 to 1. */
export function covered(coverage: Coverage, range: Range): number {
  let ms = 0;
  for (let i = 0; i < coverage.starts.length; i++) {
    const from = Math.max(range.from, coverage.starts[i]);
    const to = Math.min(range.to, coverage.ends[i]);
    if (to > from) ms += to - from;
  }
  const size = range.to - range.from;
  return size > 0 ? Math.min(1, ms / size) : 0;
}
