import type { Hang, HangWait } from '../api/types';
import { visible } from '../parts/text';

/** A box of the drawing: a task, or several that wait alike. */
export interface Box {
  id: string;
  lines: string[];
  /** Class of a root, empty for others. */
  root: string;
  cycle: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An arrow from who waits to who holds it up. */
export interface Arrow {
  from: Box;
  to: Box;
  label: string;
  certain: boolean;
}

export interface Drawing {
  boxes: Box[];
  arrows: Arrow[];
  width: number;
  height: number;
  /** Boxes that were left out because there are too many. */
  left: number;
}

const MOST = 120;
const LINE = 15;
const CHAR = 6.7;
const GAP = 170;
const LETTERS = 40;

interface Node {
  box: Box;
  to: { id: string; label: string; certain: boolean }[];
  column: number;
}

/** Places the tasks of a hang in columns: those who wait at the left, roots at the right. */
export function draw(hang: Hang): Drawing {
  const nodes = new Map<string, Node>();
  const inCycle = new Set(hang.cycles.flatMap((cycle) => cycle.pids));
  const roots = new Map(hang.roots.filter((r) => r.pid !== null).map((r) => [r.pid, r]));
  const held = new Set(hang.waits.flatMap((wait) => wait.holders.map((h) => h.pid)));
  const lone = (wait: HangWait) =>
    !held.has(wait.pid) && !roots.has(wait.pid) && !inCycle.has(wait.pid);

  const node = (id: string, lines: string[], root = '', cycle = false): Node => {
    let found = nodes.get(id);
    if (!found) {
      const shown = lines.map((line) => cut(visible(line)));
      const width = Math.max(96, ...shown.map((line) => line.length * CHAR + 20));
      const height = shown.length * LINE + 12;
      found = {
        box: { id, lines: shown, root, cycle, x: 0, y: 0, width, height },
        to: [],
        column: 0,
      };
      nodes.set(id, found);
    }
    return found;
  };
  const task = (name: string, pid: number): Node => {
    const root = roots.get(pid);
    const lines = [`${name}:${pid}`];
    if (root) lines.push(`root: ${root.class}`, root.reason);
    return node(`t${pid}`, lines, root?.class ?? '', inCycle.has(pid));
  };

  const alike = new Map<string, HangWait[]>();
  for (const wait of hang.waits) {
    const holders = wait.holders.map((h) => h.pid).join(',');
    const key = lone(wait) ? `${wait.resource}\n${holders}\n${wait.ownerNotFound}` : `t${wait.pid}`;
    alike.set(key, [...(alike.get(key) ?? []), wait]);
  }
  for (const [key, waits] of alike) {
    const [wait] = waits;
    const from = waits.length === 1 ? task(wait.task, wait.pid) : node(key, crowd(waits));
    for (const holder of wait.holders) {
      const to = task(holder.task, holder.pid);
      const certain = holder.certainty === 'named' || holder.certainty === 'listed';
      from.to.push({ id: to.box.id, label: wait.resource, certain });
    }
    if (wait.holders.length === 0 && !roots.has(wait.pid)) {
      const owner = wait.ownerNotFound ? 'owner not found' : 'holder not told';
      const to = node(`r${wait.resource}`, [wait.resource, owner]);
      from.to.push({ id: to.box.id, label: '', certain: true });
    }
  }
  for (const root of hang.roots) {
    if (root.pid !== null) task(root.task ?? '', root.pid);
  }
  return placed([...nodes.values()]);
}

function crowd(waits: HangWait[]): string[] {
  const names = waits.slice(0, 4).map((wait) => `${wait.task}:${wait.pid}`);
  const more = waits.length > 4 ? [`and ${waits.length - 4} more`] : [];
  return [`${waits.length} tasks wait`, ...names, ...more];
}

function cut(text: string): string {
  return text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text;
}

function placed(all: Node[]): Drawing {
  const nodes = all.slice(0, MOST);
  const byId = new Map(nodes.map((node) => [node.box.id, node]));
  // As many rounds as nodes: in a cycle columns would grow for ever.
  let moved = true;
  for (let round = 0; moved && round < Math.min(nodes.length, 24); round++) {
    moved = false;
    for (const node of nodes) {
      for (const { id } of node.to) {
        const to = byId.get(id);
        if (to && to !== node && to.column <= node.column && !(to.box.cycle && node.box.cycle)) {
          to.column = node.column + 1;
          moved = true;
        }
      }
    }
  }
  // Who nobody waits for stands right before its holder, so that no arrow crosses a box between.
  const waitedFor = new Set(nodes.flatMap((node) => node.to.map(({ id }) => id)));
  for (const node of nodes) {
    const next = node.to.flatMap(({ id }) => byId.get(id)?.column ?? []);
    if (!waitedFor.has(node.box.id) && next.length > 0) {
      node.column = Math.max(node.column, Math.min(...next) - 1);
    }
  }
  const columns: Node[][] = [];
  for (const node of nodes) {
    columns[node.column] = [...(columns[node.column] ?? []), node];
  }
  let x = 8;
  let height = 0;
  for (const column of columns.filter((one) => one !== undefined)) {
    let y = 8;
    for (const { box } of column) {
      box.x = x;
      box.y = y;
      y += box.height + 18;
    }
    height = Math.max(height, y);
    x += Math.max(...column.map(({ box }) => box.width)) + GAP;
  }
  for (const column of columns.filter((one) => one !== undefined)) {
    const last = column[column.length - 1].box;
    const shift = (height - 10 - (last.y + last.height)) / 2;
    for (const { box } of column) box.y += Math.max(0, shift);
  }
  const arrows = nodes.flatMap((from) =>
    from.to.flatMap(({ id, label, certain }) => {
      const to = byId.get(id);
      return to ? [{ from: from.box, to: to.box, label: visible(label), certain }] : [];
    }),
  );
  return {
    boxes: nodes.map((node) => node.box),
    arrows,
    width: Math.max(200, x - GAP + 8),
    height: Math.max(60, height),
    left: all.length - nodes.length,
  };
}

/** The line of an arrow: from the right edge to the left one, or around below where it goes back. */
export function path({ from, to }: Arrow): string {
  const y1 = from.y + from.height / 2;
  const y2 = to.y + to.height / 2;
  if (to.x > from.x) {
    const x1 = from.x + from.width;
    const middle = (x1 + to.x) / 2;
    return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${to.x - 2} ${y2}`;
  }
  const x1 = from.x + from.width;
  const x2 = to.x + to.width;
  const out = Math.max(x1, x2) + 60;
  return `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${x2 + 2} ${y2}`;
}
