import { type Graph, hashText } from './graph';

// Hue by origin, lightness by the module's hash: the same library looks the same on every page.
// Written in OKLCH, where equal steps look equal, and turned into sRGB here, so that canvas, SVG
// files and the contrast test share one result.

export type Theme = 'light' | 'dark';

/** Chroma and hue of an origin, in the order the API numbers them. */
const HUES: [number, number][] = [
  [0.008, 250], // root
  [0.018, 250], // process
  [0.062, 254], // kernel: slate blue
  [0.07, 72], // native: warm sand
  [0.085, 152], // jit: green
  [0.085, 300], // interpreter: violet
  [0.0, 0], // unknown: grey, hatched by the painter
  [0.035, 100], // inlined: native's sand, paler and greener
];

const STEPS = 6;
/** Dark colours look more saturated than light ones of the same chroma. */
const CHROMA: Record<Theme, number> = { light: 1, dark: 0.75 };
const LIGHTNESS: Record<Theme, [number, number]> = { light: [0.765, 0.9], dark: [0.345, 0.475] };

export interface Palette {
  readonly text: string;
  readonly dimText: string;
  readonly line: string;
  readonly match: string;
  readonly matchText: string;
  readonly merged: string;
  readonly hatch: string;
  readonly fills: string[];
  /** Index into fills of a node. */
  readonly index: Uint8Array;
}

/** Colours of a graph's nodes; of a diff by what changed, else by origin and module. */
export function paletteOf(graph: Graph, theme: Theme): Palette {
  const dark = theme === 'dark';
  const base = {
    text: dark ? '#eef2f6' : '#10171f',
    dimText: dark ? '#98a4b1' : '#5b6672',
    line: dark ? '#10151b' : '#ffffff',
    match: dark ? '#b13a8c' : '#e58acb',
    matchText: dark ? '#ffffff' : '#10171f',
    merged: dark ? '#39424d' : '#d3d9e0',
    hatch: dark ? '#59636f' : '#aeb7c0',
  };
  return graph.diff
    ? { ...base, ...diffFills(graph, theme) }
    : { ...base, ...originFills(graph, theme) };
}

/** The middle colour of an origin, for a legend. */
export function originColour(origin: number, theme: Theme): string {
  const [low, high] = LIGHTNESS[theme];
  const [chroma, hue] = HUES[origin];
  return hex((low + high) / 2, chroma * CHROMA[theme], hue);
}

function originFills(graph: Graph, theme: Theme) {
  const [low, high] = LIGHTNESS[theme];
  const fills: string[] = [];
  for (const [chroma, hue] of HUES) {
    for (let step = 0; step < STEPS; step++) {
      const lightness = low + ((high - low) * step) / (STEPS - 1);
      fills.push(hex(lightness, chroma * CHROMA[theme], hue));
    }
  }
  const shade = graph.strings.map((module) => hashText(module) % STEPS);
  const index = new Uint8Array(graph.size);
  for (let i = 0; i < graph.size; i++) {
    const origin = Math.min(graph.origin[i], HUES.length - 1);
    const step = origin < 2 ? 2 : shade[graph.module[i]];
    index[i] = origin * STEPS + step;
  }
  return { fills, index };
}

export const LEVELS = 6;

/** Level of a change from -6 (surely less) to 6 (surely more): by significance, damped by size. */
export function diffLevel(z: number, change: number): number {
  const sure = Math.min(1, Math.max(0, (Math.abs(z) - 1.5) / 6.5));
  if (sure === 0) return 0;
  const size = Math.min(1, 0.35 + Math.abs(change) * 20);
  return Math.sign(z) * Math.max(1, Math.round(sure * size * LEVELS));
}

function diffFills(graph: Graph, theme: Theme) {
  const fills: string[] = [];
  for (let level = -LEVELS; level <= LEVELS; level++) fills.push(diffFill(level, theme));
  const diff = graph.diff;
  const index = new Uint8Array(graph.size).fill(LEVELS);
  if (!diff) return { fills, index };
  const now = Math.max(1, graph.samples);
  const base = Math.max(1, diff.baseSamples);
  for (let i = 1; i < graph.size; i++) {
    const change = graph.total[i] / now - diff.baseTotal[i] / base;
    index[i] = LEVELS + diffLevel(diff.z[i], change);
  }
  return { fills, index };
}

/** Blue for less, orange for more, white (in the dark: grey) for equal. */
export function diffFill(level: number, theme: Theme): string {
  const strength = Math.abs(level) / LEVELS;
  const hue = level < 0 ? 250 : 58;
  const chroma = strength === 0 ? 0 : 0.02 + 0.11 * strength;
  if (theme === 'light') return hex(0.965 - 0.2 * strength, chroma, hue);
  return hex(0.33 + 0.17 * strength, chroma, hue);
}

/** OKLCH to sRGB hex, chroma cut to what sRGB holds (Ottosson, "A perceptual color space"). */
export function hex(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels.map((channel) => toByte(channel)).join('')}`;
}

function toByte(linear: number): string {
  const bounded = Math.min(1, Math.max(0, linear));
  const gamma = bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055;
  return Math.round(gamma * 255)
    .toString(16)
    .padStart(2, '0');
}

/** Contrast ratio of two hex colours, WCAG 2.2. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
