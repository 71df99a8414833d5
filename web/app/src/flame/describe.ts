import { visible } from '../parts/text';
import { count, percent, points, span } from '../time/format';
import { type Graph, moduleOf, ORIGINS } from './graph';

/** What a tip says about a frame: pairs of a word and a figure. */
export interface Fact {
  name: string;
  now: string;
  before?: string;
}

export const SURE_Z = 3;

export function factsOf(graph: Graph, node: number): Fact[] {
  const diff = graph.diff;
  const now = (samples: number) => share(samples, graph.samples);
  if (!diff) {
    return [
      { name: 'total', now: `${now(graph.total[node])} · ${count(graph.total[node])} samples` },
      { name: 'self', now: `${now(graph.self[node])} · ${count(graph.self[node])} samples` },
      graph.kind === 'cpu'
        ? { name: 'CPU time', now: cpuTime(graph.total[node], graph.periodNs) }
        : { name: 'events', now: `about ${count(graph.total[node] * graph.periodNs)}` },
    ];
  }
  const base = (samples: number) => share(samples, diff.baseSamples);
  return [
    { name: 'total', now: now(graph.total[node]), before: base(diff.baseTotal[node]) },
    { name: 'self', now: now(graph.self[node]), before: base(diff.baseSelf[node]) },
    { name: 'samples', now: count(graph.total[node]), before: count(diff.baseTotal[node]) },
    { name: 'change', now: changeText(graph, node), before: sureness(diff.z[node]) },
  ];
}

function share(samples: number, all: number): string {
  return percent(all > 0 ? samples / all : 0);
}

export function cpuTime(samples: number, periodNs: number): string {
  return span((samples * periodNs) / 1e6);
}

function changeText(graph: Graph, node: number): string {
  const base = graph.diff;
  if (!base) return '';
  const now = graph.samples > 0 ? graph.total[node] / graph.samples : 0;
  const before = base.baseSamples > 0 ? base.baseTotal[node] / base.baseSamples : 0;
  return points(now - before);
}

/** Two-proportion z in words: three standard errors and more is called sure. */
export function sureness(z: number): string {
  const size = Math.abs(z);
  return `${size >= SURE_Z ? 'sure' : size >= 2 ? 'likely' : 'unsure'} (z ${z.toFixed(1)})`;
}

/** Module and origin of a frame in words. */
export function placeOf(graph: Graph, node: number): string {
  const origin = ORIGINS[graph.origin[node]] ?? 'unknown';
  if (origin === 'root') return 'all samples of the selection';
  if (origin === 'process') return 'process';
  const module = visible(moduleOf(graph, node), false);
  const words = {
    kernel: 'kernel',
    native: 'native',
    jit: 'JIT',
    interpreter: 'interpreter',
    unknown: 'unknown',
    inlined: 'inlined',
  };
  return module ? `${module} · ${words[origin]}` : words[origin];
}

export function sentence(graph: Graph, node: number): string {
  return factsOf(graph, node)
    .map((fact) => `${fact.name} ${fact.now}${fact.before ? ` (before ${fact.before})` : ''}`)
    .join(', ');
}
