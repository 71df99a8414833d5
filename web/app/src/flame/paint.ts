import { type Box, eachBox, FONT, newBox, ROW, type Scene } from './scene';

/** What a painting shows beyond the scene: a window of rows, the pointer and the chosen node. */
export interface Pane {
  /** CSS pixels from the top of the graph to the top of the pane. */
  top: number;
  height: number;
  hover: number;
  chosen: number;
}

const FAMILY = '"JetBrains Mono", ui-monospace, monospace';

/** Paints the rows that lie in the pane. The context is scaled to CSS pixels by the caller. */
export function paint(context: CanvasRenderingContext2D, scene: Scene, pane: Pane): void {
  context.clearRect(0, 0, scene.width, pane.height);
  context.font = `${FONT}px ${FAMILY}`;
  context.textBaseline = 'middle';
  const first = Math.max(0, Math.floor(pane.top / ROW));
  const last = Math.min(scene.layout.depths, Math.ceil((pane.top + pane.height) / ROW));
  const box = newBox();
  const hatch = hatching(context, scene.palette.hatch);
  for (let depth = first; depth < last; depth++) {
    const y = depth * ROW - pane.top;
    eachBox(scene, depth, box, (drawn) => {
      drawBox(context, drawn, y, hatch);
      if (drawn.node >= 0 && drawn.node === pane.hover) outline(context, drawn, y, scene, 1);
      if (drawn.node >= 0 && drawn.node === pane.chosen) outline(context, drawn, y, scene, 2);
    });
  }
}

function drawBox(
  context: CanvasRenderingContext2D,
  box: Box,
  y: number,
  hatch: CanvasPattern | null,
): void {
  context.globalAlpha = box.dim ? 0.38 : 1;
  context.fillStyle = box.fill;
  context.fillRect(box.x, y, box.width, ROW - 1);
  if (box.hatched && hatch && box.width > 2) {
    context.fillStyle = hatch;
    context.fillRect(box.x, y, box.width, ROW - 1);
  }
  context.globalAlpha = 1;
  if (box.label) {
    context.fillStyle = box.labelFill;
    context.fillText(box.label, box.labelX, y + ROW / 2);
  }
}

function outline(
  context: CanvasRenderingContext2D,
  box: Box,
  y: number,
  scene: Scene,
  weight: number,
): void {
  context.strokeStyle = scene.palette.text;
  context.lineWidth = weight;
  const inset = weight / 2;
  context.strokeRect(box.x + inset, y + inset, Math.max(1, box.width - weight), ROW - 1 - weight);
}

const patterns = new WeakMap<CanvasRenderingContext2D, { colour: string; made: CanvasPattern }>();

function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const known = patterns.get(context);
  if (known?.colour === colour) return known.made;
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  for (const shift of [-6, 0, 6]) {
    pen.beginPath();
    pen.moveTo(shift - 1, 7);
    pen.lineTo(shift + 7, -1);
    pen.stroke();
  }
  const made = context.createPattern(tile, 'repeat');
  if (made) patterns.set(context, { colour, made });
  return made;
}
