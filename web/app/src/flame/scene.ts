import { visible } from '../parts/text';
import type { Palette } from './colours';
import { type Graph, nameOf } from './graph';
import { eachVisible, type Layout, type Viewport } from './layout';

/** All that a picture of a flame graph depends on, whatever draws it. */
export interface Scene {
  graph: Graph;
  layout: Layout;
  palette: Palette;
  port: Viewport;
  /** Width in CSS pixels. */
  width: number;
  /** Matches of a search, when there is one. */
  match?: Uint8Array;
}

export const ROW = 18;
export const FONT = 11;
export const CHAR = 6.6;
const PAD = 4;

/** One rectangle with its label; node -1 stands for a run of nodes too narrow to be drawn. */
export interface Box {
  node: number;
  depth: number;
  x: number;
  width: number;
  fill: string;
  hatched: boolean;
  dim: boolean;
  label: string;
  labelX: number;
  labelFill: string;
}

/** Calls for each rectangle of a row, left to right. The box is reused between calls. */
export function eachBox(scene: Scene, depth: number, box: Box, draw: (box: Box) => void): void {
  const { graph, layout, palette, port, width, match } = scene;
  box.depth = depth;
  eachVisible(layout, depth, port, width, (node, left, right) => {
    const from = Math.max(0, left);
    const to = Math.min(width, right);
    box.node = node;
    box.x = from;
    // One pixel of air between neighbours while there is room for it.
    box.width = to - from > 3 && right <= width ? to - from - 1 : to - from;
    box.label = '';
    if (node < 0) {
      box.fill = palette.merged;
      box.hatched = false;
      box.dim = match !== undefined;
      draw(box);
      return;
    }
    const matched = match !== undefined && match[node] === 1;
    box.fill = matched ? palette.match : palette.fills[palette.index[node]];
    box.hatched = graph.origin[node] === 6 && !graph.diff && !matched;
    box.dim = match !== undefined && !matched && node !== 0;
    const room = Math.floor((box.width - 2 * PAD) / CHAR);
    if (room >= 3) {
      box.label = fitted(labelOf(graph, node), room);
      box.labelX = from + PAD;
      box.labelFill = box.dim ? palette.dimText : matched ? palette.matchText : palette.text;
    }
    draw(box);
  });
}

export function newBox(): Box {
  return {
    node: -1,
    depth: 0,
    x: 0,
    width: 0,
    fill: '',
    hatched: false,
    dim: false,
    label: '',
    labelX: 0,
    labelFill: '',
  };
}

export function labelOf(graph: Graph, node: number): string {
  return node === 0 ? 'all' : visible(nameOf(graph, node), false);
}

/** Cuts a label to a number of characters of a font with one width. */
export function fitted(label: string, room: number): string {
  return label.length <= room ? label : `${label.slice(0, room - 1)}…`;
}
