// Numbers and times as text. Every number leaves with its unit, every time with its zone.

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes with a binary prefix, three significant digits: `1.50 MiB`. */
export function bytes(value: number): string {
  let unit = 0;
  let scaled = Math.abs(value);
  while (scaled >= 1023.5 && unit < BINARY.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${value < 0 ? '-' : ''}${unit === 0 ? Math.round(scaled) : digits(scaled)} ${BINARY[unit]}`;
}

/** Three significant digits without exponent: 0.123, 1.23, 12.3, 123. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return value.toFixed(0);
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.9995) return value.toFixed(2);
  if (size < 0.0005) return value < 0 ? '-<0.001' : '<0.001';
  return value.toFixed(3);
}

/** A share of 0..1 as per cent; small but present shares never read as zero. */
export function percent(share: number): string {
  const value = share * 100;
  const size = Math.abs(value);
  if (size === 0) return '0 %';
  if (size < 0.01) return `${value < 0 ? '-' : ''}<0.01 %`;
  return `${size >= 99.95 ? value.toFixed(0) : size >= 9.995 ? value.toFixed(1) : value.toFixed(2)} %`;
}

/** Difference of two shares in percentage points, with its sign. */
export function points(difference: number): string {
  const value = difference * 100;
  if (Math.abs(value) < 0.005) return '±0 pp';
  return `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(2)} pp`;
}

/** A count with thin groups: 1 234 567. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** A count in few characters for axes: 950, 12k, 3.4M. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${trim(value / 1e9)}G`;
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}k`;
  return trim(value);
}

function trim(value: number): string {
  const size = Math.abs(value);
  const text = size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A span in its two largest parts: `3 d 4 h`, `5 min 2 s`, `120 ms`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** How long ago, in one unit: `12 s ago`, `3 d ago`; the future reads `now`. */
export function ago(ms: number): string {
  if (ms < 1500) return 'now';
  const seconds = ms / 1000;
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86400)} d ago`;
}

const two = (value: number) => value.toString().padStart(2, '0');

/** The zone's offset as written in ISO 8601, `UTC` for none. */
export function zone(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Date and time in the reader's zone: `2026-11-22 14:03:07`. */
export function dateTime(at: number): string {
  return `${date(at)} ${time(at)}`;
}

export function date(at: number): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

export function time(at: number): string {
  const d = new Date(at);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Time of day to the millisecond, in the reader's zone. */
export function preciseTime(at: number): string {
  return `${time(at)}.${(Math.floor(at) % 1000).toString().padStart(3, '0')}`;
}

/** A range within a day or so to the millisecond, with the zone. */
export function preciseRange(range: { from: number; to: number }): string {
  return `${date(range.from)} ${preciseTime(range.from)} – ${preciseTime(range.to)} ${zone(range.to)}`;
}

/** A range, the second date left out where it is the same day; with the zone. */
export function rangeText(range: { from: number; to: number }): string {
  const end = date(range.from) === date(range.to) ? time(range.to) : dateTime(range.to);
  return `${dateTime(range.from)} – ${end} ${zone(range.to)}`;
}
