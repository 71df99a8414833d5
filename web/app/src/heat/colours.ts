import { hex, type Theme } from '../flame/colours';
import { LEVELS } from './grid';

/** One hue from pale to strong, so that the order is seen without colours: level 1 to LEVELS. */
export function heatFill(level: number, theme: Theme): string {
  const share = (level - 1) / (LEVELS - 1);
  return theme === 'dark'
    ? hex(0.34 + 0.5 * share, 0.05 + 0.07 * share, 240)
    : hex(0.88 - 0.52 * share, 0.04 + 0.09 * share, 245);
}
