import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphOf, nameOf, nodeAt, stackOf, subtreeEnd } from '../src/flame/graph';
import { big, small } from './trees';

test('depths, paths and stacks follow the parents', () => {
  const graph = graphOf(small());
  assert.deepEqual([...graph.depth], [0, 1, 2, 3, 2, 1, 2, 3, 3]);
  assert.deepEqual(stackOf(graph, 3), ['app', 'main', 'work']);
  assert.equal(subtreeEnd(graph, 1), 5);
  assert.equal(subtreeEnd(graph, 0), graph.size);
  assert.equal(nameOf(graph, 4), 'work');
});

test('a path finds its node again when other nodes came and went', () => {
  const graph = graphOf(small());
  const other = small();
  other.strings.push('new');
  for (const column of Object.values(other.nodes)) column.splice(1, 0, 0);
  other.nodes.name[1] = other.strings.length - 1;
  other.nodes.parent = other.nodes.parent.map((parent) => (parent > 0 ? parent + 1 : parent));
  const changed = graphOf(other);
  for (let node = 1; node < graph.size; node++) {
    assert.equal(nodeAt(changed, graph.path[node]), node + 1);
  }
  assert.equal(nodeAt(graph, 123456789), 0);
});

test('paths of a large graph are almost all different', () => {
  const graph = graphOf(big(100_000));
  const siblings = new Set<string>();
  for (let i = 1; i < graph.size; i++) siblings.add(stackKey(graph.parent[i], graph.name[i]));
  const paths = new Set(graph.path);
  assert.ok(paths.size >= siblings.size * 0.999, `${paths.size} of ${siblings.size}`);
});

function stackKey(parent: number, name: number): string {
  return `${parent} ${name}`;
}

test('damaged answers are refused, naming the node', () => {
  const before = small();
  before.nodes.parent[2] = 7;
  assert.throws(() => graphOf(before), /node 2 stands before its parent/);
  const short = small();
  short.nodes.self.pop();
  assert.throws(() => graphOf(short), /different length/);
  const nameless = small();
  nameless.nodes.name[3] = 99;
  assert.throws(() => graphOf(nameless), /node 3 has no name/);
});
