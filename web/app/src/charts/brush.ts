import type uPlot from 'uplot';
import type { HostEvent } from '../api/types';
import type { Range } from '../time/range';

/** What the charts and the event lane of a host share. */
export interface Brush {
  /** A range was drawn; `asBase` with Shift held. */
  select: (range: Range, asBase: boolean) => void;
  clear: () => void;
  start: () => void;
  stop: () => void;
  hover: (at: number | null) => void;
  zoom: (at: number, factor: number) => void;
}

export interface Marks {
  selection: Range;
  base: Range | undefined;
  events: HostEvent[];
  colour: (name: string) => string;
}

export const EVENT_COLOURS: Record<HostEvent['kind'], string> = {
  boot: '--blue',
  kernel: '--violet',
  report: '--stop',
  event: '--hold',
  agent: '--unknown',
};

/** Draws the shared ranges and events into a chart and takes its drags for the shared selection. */
export function brushPlugin(brush: Brush, marks: () => Marks): uPlot.Plugin {
  let mine = false;
  let asBase = false;
  return {
    hooks: {
      ready: (u) => {
        u.over.addEventListener('pointerdown', (event) => {
          mine = event.button === 0;
          asBase = event.shiftKey;
          if (mine) brush.start();
          window.addEventListener('pointerup', brush.stop, { once: true });
        });
        u.over.addEventListener('dblclick', brush.clear);
        u.over.addEventListener(
          'wheel',
          (event) => {
            if (!event.ctrlKey && !event.metaKey) return;
            event.preventDefault();
            brush.zoom(u.posToVal(event.offsetX, 'x'), wheelFactor(event));
          },
          { passive: false },
        );
      },
      setSelect: (u) => {
        const { left, width } = u.select;
        if (width <= 0) return;
        const range = {
          from: Math.round(u.posToVal(left, 'x')),
          to: Math.round(u.posToVal(left + width, 'x')),
        };
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        if (mine && width >= 3) brush.select(range, asBase);
        mine = false;
      },
      drawClear: (u) => {
        const { selection, base, colour } = marks();
        band(u, selection, colour('--select'), colour('--select-edge'));
        if (base) band(u, base, colour('--base'), colour('--base-edge'));
      },
      draw: (u) => {
        const { events, colour } = marks();
        const context = u.ctx;
        context.save();
        context.globalAlpha = 0.7;
        for (const event of events) {
          const x = u.valToPos(Date.parse(event.at), 'x', true);
          if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
          context.fillStyle = colour(EVENT_COLOURS[event.kind] ?? '--unknown');
          context.fillRect(Math.round(x), u.bbox.top, 1, u.bbox.height);
        }
        context.restore();
      },
    },
  };
}

/** How far one turn of the wheel zooms. */
export function wheelFactor(event: WheelEvent): number {
  const delta = event.deltaMode === 1 ? event.deltaY * 20 : event.deltaY;
  return Math.exp(Math.max(-120, Math.min(120, delta)) * 0.003);
}

function band(u: uPlot, range: Range, fill: string, edge: string): void {
  const { left, top, width, height } = u.bbox;
  const from = Math.max(left, u.valToPos(range.from, 'x', true));
  const to = Math.min(left + width, u.valToPos(range.to, 'x', true));
  if (to <= from) return;
  const context = u.ctx;
  context.save();
  context.fillStyle = fill;
  context.fillRect(from, top, to - from, height);
  context.fillStyle = edge;
  context.fillRect(Math.round(from), top, 1, height);
  context.fillRect(Math.round(to) - 1, top, 1, height);
  context.restore();
}
