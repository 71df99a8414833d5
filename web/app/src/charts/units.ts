import type { Unit } from '../api/types';
import { bytes, digits, percent, short } from '../time/format';

/** A figure with its unit. */
export function figure(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–';
  switch (unit) {
    case 'share':
      return percent(value);
    case 'cpus':
      return `${digits(value)} CPUs`;
    case 's/s':
      return `${digits(value)} s/s`;
    case 'bytes':
      return bytes(value);
    case '1/s':
      return `${short(value)}/s`;
    default:
      return Number.isInteger(value) ? String(value) : value.toFixed(1);
  }
}

const NAMES: Record<Unit, string> = {
  share: '',
  cpus: '',
  's/s': 's/s',
  count: 'tasks',
  bytes: '',
  '1/s': 'per s',
};

/** The unit as it stands beside a heading; empty where the figures carry it. */
export function unitName(unit: Unit): string {
  return NAMES[unit] ?? unit;
}

/** A figure under a heading that names the unit. */
export function brief(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'bytes')
    return bytes(value)
      .replace(/ (.)iB$/, '$1')
      .replace(' B', 'B');
  if (unit === 'cpus' || unit === 's/s') return digits(value);
  return unit === '1/s' ? short(value) : figure(value, unit).replace(' %', '%');
}

/** A mark on an axis, as short as it can be. */
export function tick(value: number, unit: Unit): string {
  if (value === 0) return '0';
  switch (unit) {
    case 'share':
      return `${short(value * 100)} %`;
    case 'bytes':
      return bytes(value).replace(/\.0+ /, ' ').replace(/iB$/, '').replace(' B', '');
    default:
      return short(value);
  }
}

/** The upper end of an axis and the step of its marks: two or three round steps above the figures. */
export function axis(highest: number, least: number, unit: Unit): { top: number; step: number } {
  const wanted = Math.max(highest, least);
  const scale = unit === 'bytes' ? 1024 ** Math.floor(Math.log(wanted) / Math.log(1024)) : 1;
  const rough = wanted / scale / 2.2;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10;
  const step =
    (unit === 'count' ? Math.max(1, Math.round(factor * power)) : factor * power) * scale;
  const top = Math.max(step * 2, Math.ceil((wanted / step) * 1.0001) * step);
  return { top: unit === 'share' ? Math.min(top, Math.max(1, wanted)) : top, step };
}
