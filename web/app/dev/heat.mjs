import { random } from './random.mjs';

/** A host that is half busy, with a stall of 200 ms every minute. */
export function heatOf(query, scenario) {
  const from = Math.floor(Number(query.get('from')) / 1000) * 1000;
  const columns = Math.ceil((Number(query.get('to')) - from) / 1000);
  const next = random(from / 1000);
  const counts = Array.from({ length: columns * 50 }, (_, index) => {
    if (scenario === 'empty') return 0;
    const stalled = Math.floor(index / 50) % 60 === 20 && index % 50 >= 25 && index % 50 < 35;
    return stalled ? 6 + Math.floor(next() * 3) : Math.floor(next() * 2.6);
  });
  return {
    kind: 'cpu',
    hosts: ['build-7'],
    start: new Date(from).toISOString(),
    columns,
    rows: 50,
    rowMs: 20,
    samples: counts.reduce((sum, count) => sum + count, 0),
    untimed: 0,
    counts,
  };
}
