import { cpuMax, type Limit, NO_LIMIT, writeBurst, writeCpuMax } from './limits';
import type { Choice } from './link';

// A scenario file as JSON: the part of it that the page shows and changes. What it does not know
// goes to the server as it came.

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

export interface ScenarioFile {
  name?: string;
  machine?: { [key: string]: Value };
  kernel?: Value;
  groups?: { [path: string]: Value };
  locks?: Value;
  workloads?: { [name: string]: Value };
  events?: Value;
  duration?: Value;
  seed?: Value;
  [key: string]: Value | undefined;
}

export interface Group {
  path: string;
  /** Last part of the path, and how many parts stand before it. */
  name: string;
  depth: number;
  limit: Limit;
  /** What else the file says of it, such as its weight. */
  notes: string[];
}

export interface WorkloadLine {
  name: string;
  notes: string;
  steps: string[];
}

/** Groups in the order of the file, parents before children. */
export function groupsOf(file: ScenarioFile): Group[] {
  return Object.entries(file.groups ?? {}).map(([path, value]) => {
    const parts = path.split('/').filter((part) => part !== '');
    const mapping = isMapping(value) ? value : { max: value };
    const limit = limitOf(mapping);
    const notes = Object.entries(mapping)
      .filter(([key]) => key !== 'max' && key !== 'burst')
      .map(([key, one]) => `${key} ${String(one)}`);
    const depth = Math.max(0, parts.length - 1);
    return { path, name: parts[parts.length - 1] ?? path, depth, limit, notes };
  });
}

function limitOf(mapping: { [key: string]: Value }): Limit {
  const max = mapping.max;
  const line = max === null || max === undefined || max === '' ? 'max' : String(max);
  const written = writeCpuMax(line, NO_LIMIT);
  if (!written.ok) return NO_LIMIT;
  const burst = writeBurst(String(mapping.burst ?? '0'), written.limit);
  return burst.ok ? burst.limit : written.limit;
}

/** The scenario with the changes of the address made. */
export function changedBy(file: ScenarioFile, choice: Choice): ScenarioFile {
  const next: ScenarioFile = { ...file };
  if (choice.limits.size > 0 && file.groups) {
    next.groups = { ...file.groups };
    for (const [path, limit] of choice.limits) {
      if (path in file.groups) next.groups[path] = withLimit(file.groups[path], limit);
    }
  }
  if (choice.cpus !== undefined) next.machine = { ...file.machine, cpus: choice.cpus };
  if (choice.durationMs !== undefined) next.duration = `${choice.durationMs}ms`;
  if (choice.seed !== undefined) next.seed = choice.seed;
  return next;
}

function withLimit(value: Value, limit: Limit): Value {
  const max = cpuMax(limit);
  if (!isMapping(value) && limit.burst === 0) return max;
  const { burst: _, ...rest } = isMapping(value) ? value : {};
  return limit.burst > 0 ? { ...rest, max, burst: limit.burst } : { ...rest, max };
}

export function cpusIn(file: ScenarioFile): number {
  const cpus = Number(file.machine?.cpus);
  return Number.isInteger(cpus) && cpus > 0 ? cpus : 1;
}

export function seedIn(file: ScenarioFile): number {
  const seed = Number(file.seed ?? 0);
  return Number.isSafeInteger(seed) ? seed : 0;
}

/** Milliseconds of a time as the file writes it: `10s`, `500ms`; undefined when it is none. */
export function milliseconds(value: Value | undefined): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|m|min)\s*$/.exec(String(value ?? ''));
  if (!match) return undefined;
  const unit: Record<string, number> = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    ms: 1,
    s: 1e3,
    m: 6e4,
    min: 6e4,
  };
  return Number(match[1]) * unit[match[2]];
}

/** The release or mechanism a scenario names. */
export function kernelOf(file: ScenarioFile): string {
  const kernel = file.kernel;
  if (isMapping(kernel)) {
    return Object.entries(kernel)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', ');
  }
  return kernel === undefined || kernel === null ? '' : String(kernel);
}

/** Locks as `name: kind`. */
export function locksOf(file: ScenarioFile): string[] {
  if (isMapping(file.locks)) {
    return Object.entries(file.locks).map(([name, kind]) => `${name}: ${String(kind)}`);
  }
  return Array.isArray(file.locks) ? file.locks.map((one) => String(one)) : [];
}

/** Workloads with their steps, one line each, indented as they are nested. */
export function workloadsOf(file: ScenarioFile): WorkloadLine[] {
  return Object.entries(file.workloads ?? {}).map(([name, value]) => {
    if (!isMapping(value)) return { name, notes: '', steps: lines(value, 0) };
    const { steps, ...rest } = value;
    const notes = Object.entries(rest)
      .map(([key, one]) => `${key} ${typeof one === 'object' ? JSON.stringify(one) : String(one)}`)
      .join(', ');
    return { name, notes, steps: lines(steps ?? [], 0) };
  });
}

function lines(value: Value, depth: number): string[] {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value)) return value.flatMap((one) => lines(one, depth));
  if (isMapping(value)) {
    return Object.entries(value).flatMap(([key, one]) =>
      typeof one === 'object' && one !== null
        ? [`${indent}${key}:`, ...lines(one, depth + 1)]
        : [`${indent}${key}: ${String(one)}`],
    );
  }
  return value === null ? [] : [indent + String(value)];
}

function isMapping(value: Value | undefined): value is { [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
