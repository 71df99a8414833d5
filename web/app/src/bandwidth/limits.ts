// What the kernel takes when a limit is written (cpu_period_quota_parse, tg_set_cfs_bandwidth of
// kernel/sched), so that a field refuses what the file would refuse.

/** A limit in microseconds; quota null is "max". */
export interface Limit {
  quota: number | null;
  period: number;
  burst: number;
}

export type Write = { ok: true; limit: Limit } | { ok: false; why: string };

export const MIN_US = 1_000;
export const MAX_PERIOD_US = 1_000_000;
export const MAX_QUOTA_US = 2 ** 44 - 1;
export const NO_LIMIT: Limit = { quota: null, period: 100_000, burst: 0 };

/** What writing a line to cpu.max makes of a limit. One number keeps the period. */
export function writeCpuMax(line: string, old: Limit): Write {
  if (line === '') return { ok: true, limit: old };
  const words = /^\s*(\S{1,20})(?:\s+(\S+))?/.exec(line);
  if (!words) return refused('expected QUOTA PERIOD in µs, such as 20000 100000');
  const quota = words[1] === 'max' ? null : unsigned(words[1]);
  if (quota === undefined) return refused(`“${words[1]}” is neither a number of µs nor max`);
  const period = words[2] === undefined ? old.period : (unsigned(words[2]) ?? old.period);
  return checked({ quota, period, burst: old.burst });
}

/** What writing a line to cpu.max.burst makes of a limit. */
export function writeBurst(line: string, old: Limit): Write {
  if (line === '') return { ok: true, limit: old };
  const burst = /^\s*\d+\s*$/.test(line) ? Number(line) : undefined;
  if (burst === undefined) return refused('the burst is a number of µs, 0 or more');
  return checked({ ...old, burst });
}

/** The line cpu.max shows. */
export function cpuMax(limit: Limit): string {
  return `${limit.quota ?? 'max'} ${limit.period}`;
}

export function sameLimit(one: Limit, other: Limit): boolean {
  return one.quota === other.quota && one.period === other.period && one.burst === other.burst;
}

/** CPUs' worth of time a limit allows, null without one. */
export function cpusOf(limit: Limit): number | null {
  return limit.quota === null ? null : limit.quota / limit.period;
}

function checked(limit: Limit): Write {
  const { quota, period, burst } = limit;
  if (period < MIN_US || period > MAX_PERIOD_US)
    return refused(`the period is ${MIN_US} to ${MAX_PERIOD_US} µs (1 ms to 1 s)`);
  if (quota !== null && quota < MIN_US) return refused(`the quota is ${MIN_US} µs (1 ms) or more`);
  if (quota !== null && quota > MAX_QUOTA_US) return refused('the quota is at most 2^44 − 1 µs');
  if (quota !== null && burst > quota)
    return refused(`the burst (${burst} µs) may not exceed the quota`);
  if (quota !== null && quota + burst > MAX_QUOTA_US)
    return refused('quota and burst together are at most 2^44 − 1 µs');
  return { ok: true, limit };
}

function refused(why: string): Write {
  return { ok: false, why };
}

/** The digits a word begins with, as the kernel's sscanf reads "%llu". */
function unsigned(word: string): number | undefined {
  const digits = /^\d+/.exec(word);
  return digits ? Number(digits[0]) : undefined;
}

/** A figure of a slider: two significant digits, never outside the bounds. */
export function rounded(us: number, least: number, most: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, us))) - 1);
  return Math.min(most, Math.max(least, Math.round(us / step) * step));
}

/** Position 0..1000 of a value on a logarithmic slider, and back. */
export function toSlider(value: number, least: number, most: number): number {
  return Math.round((1000 * Math.log(value / least)) / Math.log(most / least));
}

export function fromSlider(at: number, least: number, most: number): number {
  return rounded(least * (most / least) ** (at / 1000), least, most);
}
