import type { Value } from '../api/types';

/** Releases with the newest first, by their numbers; what has none comes last. */
export function byRelease(values: Value[]): Value[] {
  return [...values].sort((a, b) => compare(numbers(b.value), numbers(a.value)));
}

function numbers(release: string): number[] {
  const leading = /^\d+(\.\d+)*/.exec(release)?.[0] ?? '';
  // A release candidate comes before its release.
  const candidate = /-rc(\d+)/.exec(release);
  const parts = leading ? leading.split('.').map(Number) : [-1];
  while (parts.length < 4) parts.push(0);
  return [...parts, candidate ? Number(candidate[1]) - 1000 : 0];
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const by = (a[i] ?? 0) - (b[i] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}
