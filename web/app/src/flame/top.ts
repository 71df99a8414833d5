import { type Graph, moduleOf, nameOf, subtreeEnd } from './graph';

/** A function over all the places it stands in. */
export interface TopFunction {
  name: string;
  module: string;
  origin: number;
  self: number;
  /** Samples at or below it, a recursive call counted once. */
  total: number;
}

/** Functions below a node by their own samples, then by their total; processes are no functions. */
export function topFunctions(graph: Graph, root: number, limit: number): TopFunction[] {
  const rows = new Map<number, TopFunction>();
  const open = new Map<number, number>();
  const stack: { key: number; depth: number }[] = [];
  const strings = graph.strings.length;
  const end = subtreeEnd(graph, root);
  for (let i = root; i < end; i++) {
    while (stack.length > 0 && stack[stack.length - 1].depth >= graph.depth[i]) {
      const { key } = stack.pop() as { key: number; depth: number };
      open.set(key, (open.get(key) ?? 1) - 1);
    }
    if (graph.origin[i] < 2) continue;
    const key = (graph.name[i] * strings + graph.module[i]) * 8 + graph.origin[i];
    let row = rows.get(key);
    if (!row) {
      row = {
        name: nameOf(graph, i),
        module: moduleOf(graph, i),
        origin: graph.origin[i],
        self: 0,
        total: 0,
      };
      rows.set(key, row);
    }
    row.self += graph.self[i];
    const depth = open.get(key) ?? 0;
    if (depth === 0) row.total += graph.total[i];
    open.set(key, depth + 1);
    stack.push({ key, depth: graph.depth[i] });
  }
  return [...rows.values()]
    .sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1))
    .slice(0, limit);
}
