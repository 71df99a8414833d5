// The cells of a heat map: a column is a second, a row a part of it, from the bottom upwards.

import type { Heat } from '../api/types';
import type { Range } from '../time/range';

export interface Cell {
  column: number;
  row: number;
}

export interface Grid {
  start: number;
  columns: number;
  rows: number;
  rowMs: number;
  counts: number[];
  max: number;
}

/** Colours of a map, from few samples to most. */
export const LEVELS = 8;

export function gridOf(heat: Heat): Grid {
  if (heat.counts.length !== heat.columns * heat.rows || heat.rows < 1) {
    throw new Error(
      `the heat map has ${heat.counts.length} cells, expected ${heat.columns} times ${heat.rows}`,
    );
  }
  const { columns, rows, rowMs, counts } = heat;
  const max = counts.reduce((most, count) => Math.max(most, count), 0);
  return { start: Date.parse(heat.start), columns, rows, rowMs, counts, max };
}

export function countAt(grid: Grid, cell: Cell): number {
  return grid.counts[cell.column * grid.rows + cell.row] ?? 0;
}

/** When a cell begins, in epoch milliseconds. */
export function beginOf(grid: Grid, cell: Cell): number {
  return grid.start + cell.column * 1000 + cell.row * grid.rowMs;
}

/** The time from one cell to another, both included, whichever comes first. */
export function between(grid: Grid, one: Cell, other: Cell): Range {
  const a = beginOf(grid, one);
  const b = beginOf(grid, other);
  return { from: Math.min(a, b), to: Math.max(a, b) + grid.rowMs };
}

/** 0 for none, else 1 to LEVELS by the share of the fullest cell. */
export function levelOf(grid: Grid, count: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((count / grid.max) * LEVELS));
}

/** The cell at a place given as shares of the width and, from the top, of the height. */
export function cellAt(grid: Grid, x: number, y: number): Cell {
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most - 1, Math.floor(value)));
  return {
    column: clamp(x * grid.columns, grid.columns),
    row: clamp((1 - y) * grid.rows, grid.rows),
  };
}

/** Where a key leads from a cell: left and right by seconds, up and down by rows; over the edge of a second into the next. */
export function stepped(grid: Grid, cell: Cell, key: string, far: boolean): Cell | undefined {
  const by = far ? 10 : 1;
  const moves: Record<string, number> = {
    ArrowLeft: -by * grid.rows,
    ArrowRight: by * grid.rows,
    ArrowUp: by,
    ArrowDown: -by,
    Home: -grid.counts.length,
    End: grid.counts.length,
  };
  if (!(key in moves) || grid.counts.length === 0) return undefined;
  const index = cell.column * grid.rows + cell.row + moves[key];
  const kept = Math.max(0, Math.min(grid.counts.length - 1, index));
  return { column: Math.floor(kept / grid.rows), row: kept % grid.rows };
}

/** The parts of the columns that a span covers, as cells: first and last row of each column. */
export function covered(
  grid: Grid,
  range: Range,
): { column: number; first: number; last: number }[] {
  const from = Math.max(0, Math.floor((range.from - grid.start) / grid.rowMs));
  const to = Math.min(grid.counts.length, Math.ceil((range.to - grid.start) / grid.rowMs));
  const parts = [];
  for (let index = from; index < to; ) {
    const column = Math.floor(index / grid.rows);
    const end = Math.min(to, (column + 1) * grid.rows);
    parts.push({ column, first: index % grid.rows, last: (end - 1) % grid.rows });
    index = end;
  }
  return parts;
}
