import type { Graph } from './graph';
import type { Layout } from './layout';

/** Where an arrow key leads from a node: up to the caller, down to the widest callee, sideways in the row; -1 for nowhere. */
export function neighbour(graph: Graph, layout: Layout, node: number, key: string): number {
  if (key === 'ArrowUp') return graph.parent[node];
  if (key === 'ArrowDown') return widestChild(graph, layout, node);
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const depth = graph.depth[node];
    const position = positionOf(layout, depth, node);
    const next = position + (key === 'ArrowRight' ? 1 : -1);
    const inside = next >= layout.rows[depth] && next < layout.rows[depth + 1];
    return position >= 0 && inside ? layout.order[next] : -1;
  }
  return -1;
}

function widestChild(graph: Graph, layout: Layout, node: number): number {
  let best = -1;
  for (let i = node + 1; i < graph.size && graph.depth[i] > graph.depth[node]; i++) {
    if (graph.parent[i] !== node || layout.width[i] <= 0) continue;
    if (best < 0 || layout.width[i] > layout.width[best]) best = i;
  }
  return best;
}

/** Rows list nodes in ascending order of their numbers, as depth-first order does. */
function positionOf(layout: Layout, depth: number, node: number): number {
  let low = layout.rows[depth];
  let high = layout.rows[depth + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (layout.order[middle] < node) low = middle + 1;
    else high = middle;
  }
  return layout.order[low] === node ? low : -1;
}
