import { date, time } from '../time/format';

const STEPS = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000,
  604_800_000, 1_209_600_000, 2_592_000_000,
];

/** Round instants of a range in the reader's zone, at most so many. */
export function timeTicks(from: number, to: number, most: number): { at: number; label: string }[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS[STEPS.length - 1];
  const shift = new Date(from).getTimezoneOffset() * 60_000;
  const ticks = [];
  let last = '';
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    const day = date(at);
    const clock = step < 60_000 ? time(at) : time(at).slice(0, 5);
    const midnight = time(at) === '00:00:00';
    const label = step >= 86_400_000 || midnight ? day.slice(5) : clock;
    ticks.push({ at, label: label === last ? '' : label });
    last = label;
  }
  return ticks;
}
