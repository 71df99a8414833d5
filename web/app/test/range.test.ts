import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  before,
  choiceKey,
  DEFAULT_SPAN,
  defaultSelection,
  halves,
  MIN_SPAN,
  pan,
  parseChoice,
  parseInstant,
  parseRange,
  parseSpan,
  rangeKey,
  resolve,
  spanKey,
  zoom,
} from '../src/time/range';

const choice = (text: string) => parseChoice(new URLSearchParams(text));
const NOON = Date.parse('2026-11-22T12:00:00Z');

test('spans are read and written', () => {
  for (const [text, ms] of [
    ['90s', 90_000],
    ['15m', 900_000],
    ['3h', 10_800_000],
    ['7d', 604_800_000],
  ] as const) {
    assert.equal(parseSpan(text), ms);
    assert.equal(spanKey(ms), text);
  }
  for (const text of ['', '5', 'm', '-5m', '1s', '999999d', '5 m', '5w']) {
    assert.equal(parseSpan(text), undefined, text);
  }
});

test('ranges come back from the URL as they went', () => {
  const range = { from: NOON, to: NOON + 61_234 };
  assert.deepEqual(parseRange(rangeKey(range)), range);
  assert.equal(rangeKey(range), '2026-11-22T12:00:00Z..2026-11-22T12:01:01.234Z');
  assert.deepEqual(parseRange(`${NOON}..${NOON + 5}`), { from: NOON, to: NOON + 5 });
  for (const text of ['', 'x..y', `${NOON + 5}..${NOON}`, '2026-11-22', '1..2..3', null]) {
    assert.equal(parseRange(text), undefined);
  }
  assert.equal(parseInstant('yesterday'), undefined);
});

test('a wrong range in the URL is the default one', () => {
  assert.deepEqual(choice('range=nonsense'), { kind: 'last', ms: DEFAULT_SPAN });
  assert.deepEqual(choice(''), { kind: 'last', ms: DEFAULT_SPAN });
  assert.equal(choiceKey(choice('')), null);
  assert.equal(choiceKey(choice('range=1h')), '1h');
  assert.deepEqual(resolve(choice('range=1h'), NOON), { from: NOON - 3_600_000, to: NOON });
});

test('zoom keeps the instant under the pointer and its bounds', () => {
  const range = { from: NOON - 1_000_000, to: NOON };
  const near = zoom(range, NOON - 250_000, 0.5, NOON);
  assert.deepEqual(near, { from: NOON - 625_000, to: NOON - 125_000 });
  const far = zoom(range, NOON - 900_000, 2, NOON);
  assert.equal(far.to, NOON);
  assert.equal(far.to - far.from, 2_000_000);
  const least = zoom(range, NOON - 500_000, 1e-9, NOON);
  assert.equal(least.to - least.from, MIN_SPAN);
  assert.deepEqual(pan(range, 5, NOON), range);
});

test('what is looked at without a selection: the last five minutes of what is visible', () => {
  assert.deepEqual(defaultSelection({ from: 0, to: 900_000 }), { from: 600_000, to: 900_000 });
  assert.deepEqual(defaultSelection({ from: 0, to: 60_000 }), { from: 0, to: 60_000 });
  assert.deepEqual(halves({ from: 0, to: 5 }), [
    { from: 0, to: 3 },
    { from: 3, to: 5 },
  ]);
  assert.deepEqual(before({ from: 600_000, to: 900_000 }), { from: 300_000, to: 600_000 });
});
