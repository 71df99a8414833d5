import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlameDiff } from '../src/api/types';
import { contrast, diffLevel, hex, paletteOf, type Theme } from '../src/flame/colours';
import { graphOf } from '../src/flame/graph';
import { small } from './trees';

const THEMES: Theme[] = ['light', 'dark'];

test('labels can be read on every frame colour (WCAG AA)', () => {
  const diff: FlameDiff = {
    ...small(),
    baseRange: { from: '', to: '' },
    baseHosts: ['a'],
    baseSamples: 1,
    functions: [],
    nodes: { ...small().nodes, baseSelf: [], baseTotal: [], z: [] },
  };
  for (const column of [diff.nodes.baseSelf, diff.nodes.baseTotal, diff.nodes.z]) {
    column.push(...diff.nodes.self.map(() => 0));
  }
  for (const theme of THEMES) {
    for (const graph of [graphOf(small()), graphOf(diff)]) {
      const palette = paletteOf(graph, theme);
      for (const fill of palette.fills) {
        assert.ok(contrast(palette.text, fill) >= 4.5, `${theme} ${fill}`);
      }
      assert.ok(contrast(palette.matchText, palette.match) >= 4.5, `${theme} match`);
    }
  }
});

test('a module has one colour wherever it stands', () => {
  const graph = graphOf(small());
  for (const theme of THEMES) {
    const palette = paletteOf(graph, theme);
    const colours = [2, 3, 4, 6, 7].map((node) => palette.fills[palette.index[node]]);
    assert.equal(new Set(colours).size, 1);
    assert.notEqual(palette.fills[palette.index[8]], colours[0]);
  }
});

test('changes that may be chance stay white', () => {
  assert.equal(diffLevel(1.2, 0.3), 0);
  assert.equal(diffLevel(0, 0), 0);
  assert.ok(diffLevel(9, 0.2) > 0);
  assert.ok(diffLevel(-9, -0.2) < 0);
  assert.ok(diffLevel(9, 0.001) < diffLevel(9, 0.1));
});

test('OKLCH comes out as known sRGB', () => {
  assert.equal(hex(1, 0, 0), '#ffffff');
  assert.equal(hex(0, 0, 0), '#000000');
  // Pure red is oklch(0.62796 0.25768 29.234).
  assert.equal(hex(0.62796, 0.25768, 29.234), '#ff0000');
});
