import type { Window } from './link';

/** Shortest part of a run that is shown: 20 µs. */
export const SHORTEST = 20_000;

/** Scales a part of a run about an instant, kept inside the run. */
export function zoomed(view: Window, at: number, factor: number, durationNs: number): Window {
  const old = view.to - view.from;
  const size = Math.min(durationNs, Math.max(Math.min(SHORTEST, durationNs), old * factor));
  const share = old > 0 ? (at - view.from) / old : 0.5;
  return inside(at - share * size, size, durationNs);
}

/** Moves a part of a run by nanoseconds. */
export function panned(view: Window, by: number, durationNs: number): Window {
  return inside(view.from + by, view.to - view.from, durationNs);
}

/** A part that lies inside the run, whatever was asked for. */
export function within(view: Window, durationNs: number): Window {
  return inside(view.from, Math.min(view.to - view.from, durationNs), durationNs);
}

function inside(from: number, size: number, durationNs: number): Window {
  const start = Math.round(Math.max(0, Math.min(from, durationNs - size)));
  return { from: start, to: Math.min(durationNs, start + Math.round(size)) };
}

/** What is shown first: some periods, enough to see a few throttles and refills. */
export function firstView(durationNs: number, longestPeriodUs: number): Window {
  return { from: 0, to: Math.min(durationNs, Math.max(1, longestPeriodUs) * 1000 * 6) };
}

/**
 * The part to ask the server for: what is shown and as much again on both sides, on a grid, so that
 * small steps of zoom and drag ask for nothing.
 */
export function wanted(view: Window, durationNs: number): Window {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1e6, view.to - view.from)));
  const from = Math.max(0, Math.floor(view.from / size - 1) * size);
  const to = Math.min(durationNs, Math.ceil(view.to / size + 1) * size);
  return { from, to };
}
