import type { Flame } from '../src/api/types';

// all(100) { app(60) { main(50) { work(30) } work(10) } db(40) { main(40) { work(15) sys(20) } } }
export function small(): Flame {
  return {
    range: { from: '', to: '' },
    hosts: ['a'],
    kind: 'cpu',
    periodNs: 1e6,
    samples: 100,
    lost: 0,
    windows: 1,
    hiddenNodes: 0,
    strings: ['all', '', 'app', 'main', 'work', 'db', 'sys', 'libx.so', '[kernel]'],
    nodes: {
      parent: [-1, 0, 1, 2, 1, 0, 5, 6, 6],
      name: [0, 2, 3, 4, 4, 5, 3, 4, 6],
      module: [1, 1, 7, 7, 7, 1, 7, 7, 8],
      origin: [0, 1, 3, 3, 3, 1, 3, 3, 2],
      self: [0, 0, 20, 30, 10, 0, 5, 15, 20],
      total: [100, 60, 50, 30, 10, 40, 40, 15, 20],
    },
  };
}

/** A repeatable tree of exactly so many nodes, depth first, totals that add up. */
export function big(size: number): Flame {
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const depth = new Uint16Array(size);
  const parent = new Array<number>(size);
  const open = [0];
  parent[0] = -1;
  for (let i = 1; i < size; i++) {
    while (open.length > 1 && (open.length > 90 || random() < 0.3)) open.pop();
    parent[i] = open[open.length - 1];
    depth[i] = open.length;
    open.push(i);
  }
  const self = Array.from({ length: size }, () => 1 + Math.floor(random() * 5));
  const total = self.slice();
  for (let i = size - 1; i > 0; i--) total[parent[i]] += total[i];
  const strings = ['all', '', ...Array.from({ length: 5000 }, (_, i) => `function_${i}`)];
  return {
    ...small(),
    samples: total[0],
    strings,
    nodes: {
      parent,
      name: parent.map((_, i) => (i === 0 ? 0 : 2 + Math.floor(random() * 5000))),
      module: parent.map(() => 1),
      origin: parent.map((_, i) => (i === 0 ? 0 : 3)),
      self,
      total,
    },
  };
}
