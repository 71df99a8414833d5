import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphOf } from '../src/flame/graph';
import { layoutOf } from '../src/flame/layout';
import { matcher, search } from '../src/flame/search';
import { topFunctions } from '../src/flame/top';
import { big, small } from './trees';

const NONE: ReadonlySet<string> = new Set();

test('the share of matches counts nested matches once', () => {
  const graph = graphOf(small());
  const found = search(graph, layoutOf(graph, NONE), 'MAIN');
  assert.equal(found?.nodes, 2);
  assert.equal(found?.samples, 90);
  assert.ok(Math.abs((found?.share ?? 0) - 0.9) < 1e-12);
  const all = search(graph, layoutOf(graph, NONE), '/main|work/');
  assert.equal(all?.nodes, 5);
  assert.equal(all?.samples, 100);
});

test('modules match too, hidden nodes do not', () => {
  const graph = graphOf(small());
  assert.equal(search(graph, layoutOf(graph, NONE), '[kernel]')?.samples, 20);
  const hidden = layoutOf(graph, new Set(['sys']));
  assert.equal(search(graph, hidden, '[kernel]')?.nodes, 0);
});

test('an empty search and a broken expression find nothing', () => {
  const graph = graphOf(small());
  assert.equal(search(graph, layoutOf(graph, NONE), '  '), undefined);
  assert.equal(matcher('/(/'), undefined);
  assert.equal(matcher('(')?.('a(b'), true);
});

test('top functions count recursion once and add up over places', () => {
  const flame = small();
  // work calls itself: app main work > work
  flame.nodes.parent = [-1, 0, 1, 2, 3, 0, 5, 6, 6];
  flame.nodes.total = [100, 60, 50, 30, 10, 40, 40, 15, 20];
  flame.nodes.self = [0, 10, 20, 20, 10, 0, 5, 15, 20];
  const graph = graphOf(flame);
  const top = topFunctions(graph, 0, 10);
  assert.deepEqual(
    top.map((row) => [row.name, row.self, row.total]),
    [
      ['work', 45, 45],
      ['main', 25, 90],
      ['sys', 20, 20],
    ],
  );
  assert.deepEqual(
    topFunctions(graph, 5, 1).map((row) => [row.name, row.self, row.total]),
    [['sys', 20, 20]],
  );
});

test('top functions of a large graph hold every sample of functions', () => {
  const graph = graphOf(big(100_000));
  const sum = topFunctions(graph, 0, 10_000).reduce((total, row) => total + row.self, 0);
  assert.equal(sum, graph.samples - graph.self[0]);
});
