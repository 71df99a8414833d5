import type { Changes } from '../routing/location.svelte';
import { cpuMax, type Limit, NO_LIMIT, writeBurst, writeCpuMax } from './limits';

// What the bandwidth page shows, as it stands in the URL: an example or a scenario of one's own
// (compressed), and what was changed in it.

/** A part of simulated time, nanoseconds. */
export interface Window {
  from: number;
  to: number;
}

export interface Choice {
  /** Name of a ready scenario; undefined for the first, or when `own` is given. */
  example?: string;
  /** A scenario of one's own, as `pack` wrote it. */
  own?: string;
  /** Changed limits by the group's path. */
  limits: Map<string, Limit>;
  cpus?: number;
  durationMs?: number;
  seed?: number;
  kernels: string[];
  view?: Window;
  group?: string;
}

export const KERNELS = ['A', 'B'];
/** Longest packed scenario that still goes into an address. */
export const MAX_PACKED = 6000;
const MAX_TEXT = 256 * 1024;

export function readChoice(query: URLSearchParams): Choice {
  const limits = new Map<string, Limit>();
  for (const text of query.getAll('set')) {
    const match = /^(\/.{0,4096}?):((?:max|\d{1,15}) \d{1,15})(?::(\d{1,15}))?$/.exec(text);
    if (!match) continue;
    const limit = writeCpuMax(match[2], NO_LIMIT);
    const burst = limit.ok ? writeBurst(match[3] ?? '0', limit.limit) : limit;
    if (burst.ok) limits.set(match[1], burst.limit);
  }
  const kernels = (query.get('kernels') ?? '').split(',').filter(isKernel).slice(0, 2);
  return {
    example: query.get('example') ?? undefined,
    own: query.get('s') ?? undefined,
    limits,
    cpus: whole(query.get('cpus'), 1, 16),
    durationMs: whole(query.get('ms'), 1, 20_000),
    seed: whole(query.get('seed'), 0, 2 ** 31 - 1),
    kernels: kernels.length > 0 ? kernels : KERNELS,
    view: readView(query.get('view')),
    group: query.get('group') ?? undefined,
  };
}

/** The `set` parts for changed limits. */
export function limitsKey(limits: Map<string, Limit>): string[] {
  return [...limits].map(
    ([path, limit]) => `${path}:${cpuMax(limit)}${limit.burst > 0 ? `:${limit.burst}` : ''}`,
  );
}

/** What another scenario takes out of the address. */
export const FRESH: Changes = {
  example: null,
  s: null,
  set: null,
  cpus: null,
  ms: null,
  seed: null,
  view: null,
  group: null,
};

/** A letter of a mechanism or a release. */
export function isKernel(name: string): boolean {
  return /^([A-D]|\d{1,2}\.\d{1,3})$/.test(name);
}

export function viewKey(view: Window): string {
  const ms = (ns: number) => Number((ns / 1e6).toFixed(3));
  return `${ms(view.from)}..${ms(view.to)}`;
}

function readView(text: string | null): Window | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,6})?)\.\.(\d{1,6}(?:\.\d{1,6})?)$/.exec(text ?? '');
  if (!match) return undefined;
  const view = { from: Math.round(Number(match[1]) * 1e6), to: Math.round(Number(match[2]) * 1e6) };
  return view.to - view.from >= 10_000 ? view : undefined;
}

function whole(text: string | null, least: number, most: number): number | undefined {
  if (!/^\d{1,10}$/.test(text ?? '')) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

/** Compresses a scenario into characters an address may hold. */
export async function pack(scenario: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(scenario));
  const packed = await through(bytes, new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Reads what `pack` wrote; throws when it is damaged or too long. */
export async function unpack(text: string): Promise<unknown> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  const plain = await through(bytes, new DecompressionStream('deflate-raw'));
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: ReadableWritablePair<Uint8Array, BufferSource>,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_TEXT) {
      await reader.cancel();
      throw new RangeError('the scenario in the address is too long');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
