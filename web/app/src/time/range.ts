// Time ranges as they stand in the URL. A range is epoch milliseconds, from inclusive, to exclusive.

export interface Range {
  from: number;
  to: number;
}

/** What the person chose: a span that ends now (live), or two instants (paused). */
export type Choice = { kind: 'last'; ms: number } | { kind: 'between'; range: Range };

export const DEFAULT_SPAN = 15 * 60_000;
export const MIN_SPAN = 10_000;
export const MAX_SPAN = 366 * 86_400_000;

export const SPANS: [string, string][] = [
  ['5m', 'Last 5 minutes'],
  ['15m', 'Last 15 minutes'],
  ['1h', 'Last hour'],
  ['3h', 'Last 3 hours'],
  ['12h', 'Last 12 hours'],
  ['1d', 'Last day'],
  ['2d', 'Last 2 days'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
];

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `90s`, `15m`, `3h`, `7d`; undefined for anything else. */
export function parseSpan(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text.trim());
  if (!match) return undefined;
  const ms = Number(match[1]) * UNITS[match[2]];
  return ms >= MIN_SPAN && ms <= MAX_SPAN ? ms : undefined;
}

/** Writes a span in the largest unit that divides it. */
export function spanKey(ms: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (ms % UNITS[unit] === 0) return `${ms / UNITS[unit]}${unit}`;
  }
  return `${Math.max(1, Math.round(ms / 1000))}s`;
}

/** Reads an instant: epoch milliseconds or ISO 8601 (without a zone: the reader's). */
export function parseInstant(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{10,14}$/.test(trimmed)) return Number(trimmed);
  if (!/^\d{4}-\d\d-\d\d/.test(trimmed)) return undefined;
  const at = Date.parse(trimmed.replace(' ', 'T'));
  return Number.isNaN(at) ? undefined : at;
}

/** Reads `FROM..TO`; undefined unless both are instants in order. */
export function parseRange(text: string | null): Range | undefined {
  const parts = (text ?? '').split('..');
  if (parts.length !== 2) return undefined;
  const from = parseInstant(parts[0]);
  const to = parseInstant(parts[1]);
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
}

/** Writes a range so that parseRange reads it back, to the second where it is one. */
export function rangeKey(range: Range): string {
  return `${instantKey(range.from)}..${instantKey(range.to)}`;
}

function instantKey(at: number): string {
  const iso = new Date(Math.round(at)).toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso;
}

export function parseChoice(query: URLSearchParams): Choice {
  const range = parseRange(query.get('range'));
  if (range) return { kind: 'between', range };
  return { kind: 'last', ms: parseSpan(query.get('range') ?? '') ?? DEFAULT_SPAN };
}

export function choiceKey(choice: Choice): string | null {
  if (choice.kind === 'between') return rangeKey(choice.range);
  return choice.ms === DEFAULT_SPAN ? null : spanKey(choice.ms);
}

export function resolve(choice: Choice, now: number): Range {
  return choice.kind === 'between' ? choice.range : { from: now - choice.ms, to: now };
}

/** Scales a range about a point, kept between the shortest and the longest span and before `now`. */
export function zoom(range: Range, at: number, factor: number, now: number): Range {
  const old = range.to - range.from;
  const size = Math.min(MAX_SPAN, Math.max(MIN_SPAN, old * factor));
  const share = old > 0 ? (at - range.from) / old : 0.5;
  let from = Math.round(at - share * size);
  let to = Math.round(from + size);
  if (to > now && factor > 1) {
    from -= to - now;
    to = now;
  }
  return { from, to };
}

/** Moves a range by a share of its length, never past `now`. */
export function pan(range: Range, share: number, now: number): Range {
  const size = range.to - range.from;
  const to = Math.min(now, Math.round(range.to + share * size));
  return { from: to - size, to };
}

/** The part of the visible range that a page looks at when nothing is selected: its last 5 minutes. */
export function defaultSelection(visible: Range): Range {
  return { from: Math.max(visible.from, visible.to - 5 * 60_000), to: visible.to };
}

/** The range of equal length just before. */
export function before(range: Range): Range {
  return { from: range.from - (range.to - range.from), to: range.from };
}

/** The two halves of a range, the earlier first. */
export function halves(range: Range): [Range, Range] {
  const middle = Math.round((range.from + range.to) / 2);
  return [
    { from: range.from, to: middle },
    { from: middle, to: range.to },
  ];
}
