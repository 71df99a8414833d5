// What services in JavaScript spend their time with: objects, text, sorting, recursion.
let sink = 0;
function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
function parse() {
  const text = JSON.stringify([...Array(200).keys()].map((i) => ({ id: i, name: `item ${i}` })));
  return JSON.parse(text).length;
}
function sort() {
  return [...Array(500).keys()].sort((a, b) => (b * 7919) % 503 - (a * 7919) % 503)[0];
}
function work() {
  sink += fibonacci(18) + parse() + sort() + 'a b c'.replace(/b/g, 'x').length;
  setImmediate(work);
}
work();
