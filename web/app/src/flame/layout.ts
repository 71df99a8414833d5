import type { Graph } from './graph';

/** What the widths of a diff stand for. */
export type Width = 'now' | 'before' | 'both';

/**
 * Where the nodes lie: x from 0 to 1 over the whole width, one row per depth. Rows list their nodes
 * by x, so that what is visible is found by binary search.
 */
export interface Layout {
  readonly x: Float64Array;
  readonly width: Float64Array;
  /** Nodes with width, by depth and x: row d is `order[rows[d]]` to `order[rows[d + 1]]`. */
  readonly order: Int32Array;
  readonly rows: Int32Array;
  readonly depths: number;
}

/** Lays out a graph; subtrees whose name is hidden are left out and take their width with them. */
export function layoutOf(graph: Graph, hidden: ReadonlySet<string>, by: Width = 'now'): Layout {
  const weight = weights(graph, by);
  if (hidden.size > 0) hide(graph, weight, hidden);
  const { size, parent, depth } = graph;
  const x = new Float64Array(size);
  const width = new Float64Array(size);
  const next = new Float64Array(size);
  const scale = weight[0] > 0 ? 1 / weight[0] : 0;
  let depths = 0;
  for (let i = 0; i < size; i++) {
    width[i] = weight[i] * scale;
    x[i] = i === 0 ? 0 : next[parent[i]];
    if (i > 0) next[parent[i]] += width[i];
    next[i] = x[i];
    if (width[i] > 0 && depth[i] >= depths) depths = depth[i] + 1;
  }
  return { x, width, ...rowsOf(graph, width, depths), depths };
}

function weights(graph: Graph, by: Width): Float64Array {
  const diff = graph.diff;
  if (!diff || by === 'now') return graph.total.slice();
  if (by === 'before') return diff.baseTotal.slice();
  const now = graph.samples > 0 ? 1 / graph.samples : 0;
  const base = diff.baseSamples > 0 ? 1 / diff.baseSamples : 0;
  return graph.total.map((total, i) => total * now + diff.baseTotal[i] * base);
}

function hide(graph: Graph, weight: Float64Array, hidden: ReadonlySet<string>): void {
  const { size, parent, name, strings } = graph;
  const gone = new Uint8Array(strings.length);
  for (let s = 0; s < strings.length; s++) gone[s] = hidden.has(strings[s]) ? 1 : 0;
  const out = new Uint8Array(size);
  for (let i = 1; i < size; i++) {
    if (out[parent[i]]) {
      out[i] = 1;
      weight[i] = 0;
    } else if (gone[name[i]]) {
      out[i] = 1;
      for (let up = parent[i]; up >= 0; up = parent[up]) {
        weight[up] = Math.max(0, weight[up] - weight[i]);
      }
      weight[i] = 0;
    }
  }
}

function rowsOf(graph: Graph, width: Float64Array, depths: number) {
  const rows = new Int32Array(depths + 1);
  for (let i = 0; i < graph.size; i++) if (width[i] > 0) rows[graph.depth[i] + 1]++;
  for (let d = 0; d < depths; d++) rows[d + 1] += rows[d];
  const fill = rows.slice();
  const order = new Int32Array(rows[depths]);
  for (let i = 0; i < graph.size; i++) {
    if (width[i] > 0) order[fill[graph.depth[i]]++] = i;
  }
  return { rows, order };
}

/** First position in a row whose node ends right of x; the row's end when there is none. */
export function firstEndingAfter(layout: Layout, depth: number, x: number): number {
  let low = layout.rows[depth];
  let high = layout.rows[depth + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const node = layout.order[middle];
    if (layout.x[node] + layout.width[node] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The node at a point, -1 where there is none. */
export function hit(layout: Layout, depth: number, x: number): number {
  if (depth < 0 || depth >= layout.depths || x < 0 || x >= 1) return -1;
  const position = firstEndingAfter(layout, depth, x);
  if (position >= layout.rows[depth + 1]) return -1;
  const node = layout.order[position];
  return layout.x[node] <= x ? node : -1;
}

/** Part of the whole width that is seen. */
export interface Viewport {
  left: number;
  right: number;
}

export const WHOLE: Viewport = { left: 0, right: 1 };
const DEEPEST = 1e-9;

/** Zooms about a point of the whole width, kept inside it. */
export function zoomed(port: Viewport, at: number, factor: number): Viewport {
  const old = port.right - port.left;
  const size = Math.min(1, Math.max(DEEPEST, old * factor));
  const left = Math.min(1 - size, Math.max(0, at - ((at - port.left) / old) * size));
  return { left, right: left + size };
}

/** Moves by a part of the whole width, kept inside it. */
export function moved(port: Viewport, by: number): Viewport {
  const size = port.right - port.left;
  const left = Math.min(1 - size, Math.max(0, port.left + by));
  return { left, right: left + size };
}

/** Rows from the root down to the deepest node with width below a node. */
export function deepest(graph: Graph, layout: Layout, node: number): number {
  let rows = graph.depth[node] + 1;
  for (let i = node + 1; i < graph.size && graph.depth[i] > graph.depth[node]; i++) {
    if (layout.width[i] > 0 && graph.depth[i] >= rows) rows = graph.depth[i] + 1;
  }
  return rows;
}

/** The viewport a node fills. */
export function viewportOf(layout: Layout, node: number): Viewport {
  if (layout.width[node] <= 0) return WHOLE;
  return { left: layout.x[node], right: Math.min(1, layout.x[node] + layout.width[node]) };
}

/**
 * Calls for what a row shows: a node that is wide enough, or (node -1) the run of narrower ones
 * between two wide ones. Widths in pixels of a viewport `pixels` wide. Runs are jumped over by
 * binary search, so the work follows the pixels and not the nodes.
 */
export function eachVisible(
  layout: Layout,
  depth: number,
  port: Viewport,
  pixels: number,
  visit: (node: number, left: number, right: number) => void,
): void {
  const { x, width, order, rows } = layout;
  const scale = pixels / (port.right - port.left);
  const thin = 0.5 / scale;
  const end = rows[depth + 1];
  let position = firstEndingAfter(layout, depth, port.left);
  let runFrom = -1;
  let runTo = -1;
  const flush = () => {
    if (runTo - runFrom >= 0.5) visit(-1, runFrom, runTo);
    runFrom = -1;
  };
  while (position < end) {
    const node = order[position];
    if (x[node] >= port.right) break;
    const left = (x[node] - port.left) * scale;
    const right = left + width[node] * scale;
    if (width[node] >= thin) {
      if (runFrom >= 0) flush();
      visit(node, left, right);
      position++;
      continue;
    }
    const jump = Math.max(position + 1, firstEndingAfter(layout, depth, x[node] + thin));
    const last = order[jump - 1];
    const lastRight = (x[last] + width[last] - port.left) * scale;
    if (runFrom >= 0 && left - runTo > 1) flush();
    if (runFrom < 0) runFrom = left;
    runTo = lastRight;
    position = jump;
  }
  if (runFrom >= 0) flush();
}
