import type { Flame, FlameDiff, FlameNodes } from '../api/types';

/** Origins of frames, as numbered by the API. */
export const ORIGINS = [
  'root',
  'process',
  'kernel',
  'native',
  'jit',
  'interpreter',
  'unknown',
  'inlined',
] as const;

/**
 * A flame graph in columns: node i has its parent before it, node 0 is the root, children follow
 * their parent depth first. `weight` is what a node's width stands for.
 */
export interface Graph {
  readonly size: number;
  readonly samples: number;
  readonly kind: string;
  readonly periodNs: number;
  readonly strings: string[];
  readonly parent: Int32Array;
  readonly name: Int32Array;
  readonly module: Int32Array;
  readonly origin: Uint8Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly depth: Uint16Array;
  /** Hash of the names from the root down: finds the same place again in another answer. */
  readonly path: Uint32Array;
  readonly diff?: DiffColumns;
}

export interface DiffColumns {
  readonly baseSamples: number;
  readonly baseSelf: Float64Array;
  readonly baseTotal: Float64Array;
  readonly z: Float64Array;
}

export function graphOf(flame: Flame | FlameDiff): Graph {
  const nodes = flame.nodes;
  const size = nodes.parent.length;
  const graph = {
    size,
    samples: flame.samples,
    kind: flame.kind,
    periodNs: flame.periodNs,
    strings: flame.strings,
    parent: Int32Array.from(nodes.parent),
    name: Int32Array.from(nodes.name),
    module: Int32Array.from(nodes.module),
    origin: Uint8Array.from(nodes.origin),
    self: Float64Array.from(nodes.self),
    total: Float64Array.from(nodes.total),
    depth: new Uint16Array(size),
    path: new Uint32Array(size),
    diff: 'baseSamples' in flame ? diffColumns(flame) : undefined,
  };
  check(nodes, size, flame.strings.length);
  const hashes = flame.strings.map(hashText);
  for (let i = 0; i < size; i++) {
    const parent = graph.parent[i];
    graph.depth[i] = parent < 0 ? 0 : graph.depth[parent] + 1;
    graph.path[i] = parent < 0 ? 1 : mix(graph.path[parent], hashes[graph.name[i]]);
  }
  return graph;
}

function diffColumns(diff: FlameDiff): DiffColumns {
  return {
    baseSamples: diff.baseSamples,
    baseSelf: Float64Array.from(diff.nodes.baseSelf),
    baseTotal: Float64Array.from(diff.nodes.baseTotal),
    z: Float64Array.from(diff.nodes.z),
  };
}

function check(nodes: FlameNodes, size: number, strings: number): void {
  for (const column of Object.values(nodes) as number[][]) {
    if (column.length !== size) throw new Error('flame graph: columns of different length');
  }
  for (let i = 0; i < size; i++) {
    const parent = nodes.parent[i];
    if (i === 0 ? parent !== -1 : !(parent >= 0 && parent < i)) {
      throw new Error(`flame graph: node ${i} stands before its parent`);
    }
    if (!(nodes.name[i] >= 0 && nodes.name[i] < strings)) {
      throw new Error(`flame graph: node ${i} has no name`);
    }
    if (!(nodes.module[i] >= 0 && nodes.module[i] < strings)) {
      throw new Error(`flame graph: node ${i} has no module`);
    }
  }
}

/** FNV-1a over UTF-16 units, 32 bit. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);
  hash ^= hash >>> 13;
  return Math.imul(hash, 0xc2b2ae35) >>> 0;
}

export function nameOf(graph: Graph, node: number): string {
  return graph.strings[graph.name[node]];
}

export function moduleOf(graph: Graph, node: number): string {
  return graph.strings[graph.module[node]];
}

/** The node at a path hash; 0 (the root) when it is not there. */
export function nodeAt(graph: Graph, path: number): number {
  const found = graph.path.indexOf(path);
  return found < 0 ? 0 : found;
}

/** The node past the subtree of a node. */
export function subtreeEnd(graph: Graph, node: number): number {
  let end = node + 1;
  while (end < graph.size && graph.depth[end] > graph.depth[node]) end++;
  return end;
}

/** Names from below the root down to the node, joined as folded stacks are. */
export function stackOf(graph: Graph, node: number): string[] {
  const names: string[] = [];
  for (let i = node; i > 0; i = graph.parent[i]) names.push(nameOf(graph, i));
  return names.reverse();
}

const ORIGIN_LABELS = [
  '',
  'process',
  'kernel',
  'native',
  'JIT',
  'interpreter',
  'unknown',
  'inlined',
];

export function labelOfOrigin(origin: number): string {
  return ORIGIN_LABELS[origin] ?? 'unknown';
}
