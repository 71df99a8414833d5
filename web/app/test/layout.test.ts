import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlameDiff } from '../src/api/types';
import { graphOf } from '../src/flame/graph';
import { neighbour } from '../src/flame/keys';
import {
  deepest,
  eachVisible,
  hit,
  layoutOf,
  moved,
  type Viewport,
  viewportOf,
  WHOLE,
  zoomed,
} from '../src/flame/layout';
import { big, small } from './trees';

const NONE: ReadonlySet<string> = new Set();

test('widths are shares and children lie under their parent', () => {
  const graph = graphOf(small());
  const layout = layoutOf(graph, NONE);
  assert.equal(layout.depths, 4);
  assert.deepEqual([...layout.order.slice(layout.rows[1], layout.rows[2])], [1, 5]);
  assert.deepEqual([layout.x[5], layout.width[5]], [0.6, 0.4]);
  for (let i = 1; i < graph.size; i++) {
    const parent = graph.parent[i];
    assert.ok(layout.x[i] >= layout.x[parent] - 1e-9);
    assert.ok(layout.x[i] + layout.width[i] <= layout.x[parent] + layout.width[parent] + 1e-9);
  }
});

test('a point finds the node it lies on, air finds none', () => {
  const layout = layoutOf(graphOf(small()), NONE);
  assert.equal(hit(layout, 0, 0.5), 0);
  assert.equal(hit(layout, 1, 0.59), 1);
  assert.equal(hit(layout, 1, 0.61), 5);
  assert.equal(hit(layout, 2, 0.55), 4);
  assert.equal(hit(layout, 3, 0.45), -1);
  assert.equal(hit(layout, 9, 0.1), -1);
  assert.equal(hit(layout, 1, 1), -1);
});

test('every node of a large graph is found at its middle', () => {
  const graph = graphOf(big(100_000));
  const layout = layoutOf(graph, NONE);
  for (let i = 0; i < graph.size; i += 7) {
    assert.equal(hit(layout, graph.depth[i], layout.x[i] + layout.width[i] / 2), i);
  }
});

test('hidden functions take their width with them', () => {
  const graph = graphOf(small());
  const layout = layoutOf(graph, new Set(['work']));
  assert.equal(layout.width[3], 0);
  assert.equal(layout.width[4], 0);
  assert.equal(layout.width[7], 0);
  // 100 - 30 - 10 - 15 = 45 are left: app 20, db 25.
  assert.ok(Math.abs(layout.width[1] - 20 / 45) < 1e-12);
  assert.ok(Math.abs(layout.width[8] - 20 / 45) < 1e-12);
  assert.equal(hit(layout, 2, 0.4), 2);
});

test('a hidden function below a hidden function is taken away once', () => {
  const flame = small();
  flame.nodes.name[2] = 4;
  const layout = layoutOf(graphOf(flame), new Set(['work']));
  assert.ok(Math.abs(layout.width[1]) < 1e-12);
});

test('nothing is drawn of an empty graph but its root', () => {
  const flame = small();
  for (const key of Object.keys(flame.nodes) as (keyof typeof flame.nodes)[]) {
    flame.nodes[key] = flame.nodes[key].slice(0, 1);
  }
  flame.nodes.total[0] = 0;
  const layout = layoutOf(graphOf(flame), NONE);
  assert.equal(layout.depths, 0);
  assert.equal(hit(layout, 0, 0.5), -1);
});

test('rows are drawn without overlap, from edge to edge, whatever the zoom', () => {
  const graph = graphOf(big(100_000));
  const layout = layoutOf(graph, NONE);
  const ports: Viewport[] = [WHOLE, { left: 0.2, right: 0.21 }, { left: 0.5, right: 0.500001 }];
  for (const port of ports) {
    for (let depth = 0; depth < layout.depths; depth++) {
      let last = Number.NEGATIVE_INFINITY;
      let drawn = 0;
      eachVisible(layout, depth, port, 1400, (node, left, right) => {
        drawn++;
        assert.ok(right - left >= 0.5 - 1e-6, 'at least half a pixel');
        assert.ok(left >= last - 0.51, `overlap at depth ${depth}: ${left} < ${last}`);
        if (node >= 0) assert.equal(graph.depth[node], depth);
        last = right;
      });
      assert.ok(drawn <= 1400 * 2 + 2, `${drawn} rectangles in one row`);
    }
  }
});

test('wide nodes are all drawn', () => {
  const graph = graphOf(big(20_000));
  const layout = layoutOf(graph, NONE);
  const drawn = new Set<number>();
  for (let depth = 0; depth < layout.depths; depth++) {
    eachVisible(layout, depth, WHOLE, 1000, (node) => drawn.add(node));
  }
  for (let i = 0; i < graph.size; i++) {
    if (layout.width[i] * 1000 >= 0.51) assert.ok(drawn.has(i), `node ${i} is missing`);
  }
});

test('zoom keeps the point under the pointer and stays inside', () => {
  const port = zoomed(WHOLE, 0.3, 0.5);
  assert.ok(Math.abs((0.3 - port.left) / (port.right - port.left) - 0.3) < 1e-12);
  assert.deepEqual(zoomed(port, 0.9, 100), WHOLE);
  assert.deepEqual(moved({ left: 0.2, right: 0.4 }, -1), { left: 0, right: 0.2 });
  const deep = zoomed(WHOLE, 0.5, 1e-30);
  assert.ok(deep.right > deep.left);
});

test('a focused node fills the width', () => {
  const layout = layoutOf(graphOf(small()), NONE);
  assert.deepEqual(viewportOf(layout, 5), { left: 0.6, right: 1 });
  assert.equal(deepest(graphOf(small()), layout, 5), 4);
  assert.equal(deepest(graphOf(small()), layout, 4), 3);
});

test('arrow keys lead to callers, callees and neighbours', () => {
  const graph = graphOf(small());
  const layout = layoutOf(graph, NONE);
  assert.equal(neighbour(graph, layout, 0, 'ArrowDown'), 1);
  assert.equal(neighbour(graph, layout, 6, 'ArrowDown'), 8);
  assert.equal(neighbour(graph, layout, 4, 'ArrowRight'), 6);
  assert.equal(neighbour(graph, layout, 1, 'ArrowLeft'), -1);
  assert.equal(neighbour(graph, layout, 6, 'ArrowUp'), 5);
  assert.equal(neighbour(graph, layout, 0, 'ArrowUp'), -1);
});

test('a diff can show what vanished', () => {
  const flame = small();
  const zero = flame.nodes.total.map(() => 0);
  const diff: FlameDiff = {
    ...flame,
    baseRange: { from: '', to: '' },
    baseHosts: ['a'],
    baseSamples: 50,
    functions: [],
    nodes: { ...flame.nodes, baseSelf: zero.slice(), baseTotal: zero.slice(), z: zero.slice() },
  };
  diff.nodes.total = [100, 100, 100, 100, 0, 0, 0, 0, 0];
  diff.nodes.baseTotal = [50, 0, 0, 0, 0, 50, 50, 50, 0];
  const graph = graphOf(diff);
  assert.equal(layoutOf(graph, NONE, 'now').width[5], 0);
  assert.equal(layoutOf(graph, NONE, 'before').width[5], 1);
  const both = layoutOf(graph, NONE, 'both');
  assert.deepEqual([both.width[1], both.x[5], both.width[5]], [0.5, 0.5, 0.5]);
});
