import type { Timeline } from './answer';
import { eachVisible, KINDS, type Kind, type Lane, type Lanes } from './lanes';
import type { Window } from './link';
import { CPU_ROW, GUTTER, type Palette, type Row, simTicks, TASK_ROW } from './scene';

export interface Picture {
  timeline: Timeline;
  lanes: Lanes;
  rows: Row[];
  palette: Palette;
  view: Window;
  width: number;
  height: number;
  /** Index of the group whose refills are marked. */
  group: number;
  /** Index of the row under the pointer or the keyboard, -1 without. */
  row: number;
  cursor: number | null;
}

type Context = CanvasRenderingContext2D;
const MONO = '"JetBrains Mono", ui-monospace, monospace';

/** Paints all rows. The context is scaled to CSS pixels by the caller. */
export function paint(context: Context, picture: Picture): void {
  const { rows, palette, view, width, height } = picture;
  const wide = width - GUTTER;
  context.clearRect(0, 0, width, height);
  if (wide <= 0) return;
  const x = (time: number) => GUTTER + ((time - view.from) / (view.to - view.from)) * wide;
  context.fillStyle = palette.line;
  for (const tick of simTicks(view.from, view.to, wide / 90))
    context.fillRect(Math.round(x(tick.at)), 0, 1, height);
  const marks = {
    throttle: hatching(context, palette.throttle, 'up'),
    limbo: hatching(context, palette.limbo, 'down'),
  };
  refills(context, picture, x);
  rows.forEach((row, i) => {
    label(context, row, palette, i === picture.row);
    context.save();
    context.beginPath();
    context.rect(GUTTER, row.y, wide, row.height);
    context.clip();
    if (row.kind === 'cpu') {
      lane(context, picture.lanes.cpus[row.index], row.y + 2, CPU_ROW - 9, picture, marks, true);
      lane(context, picture.lanes.throttles[row.index], row.y + CPU_ROW - 6, 4, picture, marks);
    } else if (row.index >= 0) {
      lane(context, picture.lanes.tasks[row.index], row.y + 1, TASK_ROW - 3, picture, marks);
    }
    context.restore();
  });
  unrecorded(context, picture, x);
  if (picture.cursor !== null && picture.cursor >= view.from && picture.cursor <= view.to) {
    context.fillStyle = palette.label;
    context.fillRect(Math.round(x(picture.cursor)), 0, 1, height);
  }
}

/** Marks the refills of the shown group above the rows. */
function refills(context: Context, picture: Picture, x: (time: number) => number): void {
  const { timeline, view, palette, group } = picture;
  context.fillStyle = palette.focus;
  for (let i = 0; i < timeline.refills.at.length; i++) {
    const at = timeline.refills.at[i];
    if (timeline.refills.group[i] !== group || at < view.from || at > view.to) continue;
    const left = Math.round(x(at));
    context.beginPath();
    context.moveTo(left - 3.5, 0);
    context.lineTo(left + 3.5, 0);
    context.lineTo(left, 5);
    context.fill();
  }
}

interface Marks {
  throttle: CanvasPattern | string;
  limbo: CanvasPattern | string;
}

function lane(
  context: Context,
  drawn: Lane,
  y: number,
  high: number,
  picture: Picture,
  marks: Marks,
  named = false,
): void {
  const { view, width, palette, timeline } = picture;
  context.font = `10px ${MONO}`;
  context.textBaseline = 'middle';
  eachVisible(drawn, view.from, view.to, width - GUTTER, (i, from, wide) => {
    const x = GUTTER + from;
    const kind = KINDS[drawn.kind[i]];
    stretch(context, kind, drawn.who[i], { x, y, wide, high }, palette, marks);
    if (named && wide > 34) {
      const name = timeline.tasks[drawn.who[i]] ?? '';
      const most = Math.floor((wide - 8) / 6);
      if (most < 3) return;
      context.fillStyle = palette.text;
      const text = name.length > most ? `${name.slice(0, most - 1)}…` : name;
      context.fillText(text, x + 4, y + high / 2 + 0.5);
    }
  });
}

interface Box {
  x: number;
  y: number;
  wide: number;
  high: number;
}

/** What a kind of stretch looks like: each differs in shape, not only in colour. */
export function stretch(
  context: Context,
  kind: Kind,
  who: number,
  box: Box,
  palette: Palette,
  marks: Marks,
): void {
  const { x, y, wide, high } = box;
  const inner = wide > 3 ? wide - 0.75 : wide;
  switch (kind) {
    case 'user':
      context.fillStyle = palette.user[who];
      context.fillRect(x, y, inner, high);
      break;
    case 'kernel':
      context.fillStyle = palette.kernel[who];
      context.fillRect(x, y, inner, high);
      context.fillStyle = palette.text;
      context.fillRect(x, y + high - 1.5, inner, 1.5);
      break;
    case 'own-throttle':
    case 'stranded':
      context.fillStyle = marks.throttle;
      context.fillRect(x, y, inner, high);
      break;
    case 'limbo':
      context.fillStyle = marks.limbo;
      context.fillRect(x, y, inner, high);
      context.strokeStyle = palette.limbo;
      context.lineWidth = 1;
      if (wide > 4) context.strokeRect(x + 0.5, y + 0.5, inner - 1, high - 1);
      break;
    case 'lock':
      context.fillStyle = palette.lock;
      context.fillRect(x, y + high / 2 - 2.5, inner, 5);
      break;
    case 'runnable':
      context.fillStyle = palette.runnable;
      context.fillRect(x, y + high / 2 - 1, inner, 2);
      break;
  }
}

function label(context: Context, row: Row, palette: Palette, on: boolean): void {
  context.font = `${row.kind === 'cpu' ? 11 : 10}px ${MONO}`;
  context.textBaseline = 'middle';
  context.fillStyle = on ? palette.text : palette.label;
  const most = Math.floor((GUTTER - 10) / 6.05);
  const { label: name } = row;
  const text =
    name.length > most ? `${name.slice(0, 6)}…${name.slice(name.length - most + 7)}` : name;
  context.fillText(text, 2, row.y + (row.kind === 'cpu' ? CPU_ROW - 5 : TASK_ROW - 1) / 2);
}

/** Veils what was not recorded, so that nothing there is taken for idle. */
function unrecorded(context: Context, picture: Picture, x: (time: number) => number): void {
  const { timeline, view, width, height, palette } = picture;
  context.globalAlpha = 0.35;
  context.fillStyle = hatching(context, palette.hatch, 'up');
  if (timeline.endNs < view.to) {
    const from = Math.max(GUTTER, x(timeline.endNs));
    context.fillRect(from, 0, width - from, height);
  }
  if (timeline.fromNs > view.from) {
    context.fillRect(GUTTER, 0, Math.min(width, x(timeline.fromNs)) - GUTTER, height);
  }
  context.globalAlpha = 1;
}

const patterns = new WeakMap<Context, Map<string, CanvasPattern>>();

/** A pattern of slanted lines. */
export function hatching(
  context: Context,
  colour: string,
  slant: 'up' | 'down',
): CanvasPattern | string {
  const known = patterns.get(context) ?? new Map<string, CanvasPattern>();
  patterns.set(context, known);
  const key = `${colour} ${slant}`;
  const ready = known.get(key);
  if (ready) return ready;
  const tile = document.createElement('canvas');
  tile.width = 5;
  tile.height = 5;
  const pen = tile.getContext('2d');
  if (!pen) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.3;
  for (const shift of [-5, 0, 5]) {
    pen.beginPath();
    pen.moveTo(shift - 1, slant === 'up' ? 6 : -1);
    pen.lineTo(shift + 6, slant === 'up' ? -1 : 6);
    pen.stroke();
  }
  const made = context.createPattern(tile, 'repeat');
  if (!made) return colour;
  known.set(key, made);
  return made;
}
