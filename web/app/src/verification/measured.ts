import type { MetricComparison } from './types';

/** Where values lie on an axis both kernels share. */
export interface Scale {
  low: number;
  high: number;
  logarithmic: boolean;
}

/** Logarithms where values differ by more than ten and all are positive. */
export function scaleOf(one: MetricComparison): Scale {
  const values = [...one.baseline.boots, ...one.candidate.boots];
  const low = Math.min(...values);
  const high = Math.max(...values);
  return { low, high, logarithmic: low > 0 && high > 10 * low };
}

/** From 0 at the low end to 1 at the high end; the middle where all values are equal. */
export function position(scale: Scale, value: number): number {
  if (scale.high === scale.low) return 0.5;
  if (scale.logarithmic) {
    return Math.log(value / scale.low) / Math.log(scale.high / scale.low);
  }
  return (value - scale.low) / (scale.high - scale.low);
}

/** The median, with three digits. */
export function words(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  const middle = sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
  return Math.abs(middle) >= 100 ? Math.round(middle).toString() : String(+middle.toPrecision(3));
}

/** What changed: a factor beyond the double, a share below it, a difference on the plain scale. */
export function share(one: MetricComparison): string {
  const sign = one.effect < 0 ? '' : '+';
  if (one.scale !== 'RELATIVE') return `${sign}${+one.effect.toPrecision(3)}`;
  if (one.effect > 1) return `× ${+(1 + one.effect).toPrecision(3)}`;
  return `${sign}${+(100 * one.effect).toPrecision(3)} %`;
}
