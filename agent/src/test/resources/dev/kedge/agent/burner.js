// Burns CPU time along a known tree and tells, when it is ended, how many nanoseconds went where.
const paths = [
  'main;deep_burn;deep_burn;deep_burn;leaf_burn',
  'main;other_burn;leaf_burn',
  'main;sort_burn;compare_burn;leaf_burn',
];
const nanos = [0n, 0n, 0n];
let sink = 1;

function leaf_burn(x) {
  for (let i = 0; i < 100000; i++) x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
  return x;
}
function deep_burn(x, depth) {
  return depth === 0 ? leaf_burn(x) : deep_burn(x, depth - 1) + 1;
}
function other_burn(x) {
  return leaf_burn(x) + 1;
}
function compare_burn(a, b) {
  sink ^= leaf_burn(a);
  return a - b;
}
function sort_burn() {
  [2, 1].sort(compare_burn);
}
function main() {
  const start = process.hrtime.bigint();
  sink ^= deep_burn(sink, 2);
  const deep = process.hrtime.bigint();
  sink ^= other_burn(sink) + other_burn(sink);
  const other = process.hrtime.bigint();
  sort_burn();
  nanos[0] += deep - start;
  nanos[1] += other - deep;
  nanos[2] += process.hrtime.bigint() - other;
  setImmediate(main);
}
process.on('SIGTERM', () => {
  paths.forEach((path, i) => console.log(`${path} ${nanos[i]}`));
  process.exit(0);
});
main();
