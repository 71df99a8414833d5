import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escaped } from '../src/flame/svg';
import { csv } from '../src/parts/csv';
import { linesOf, middle, pieces, visible } from '../src/parts/text';

test('control characters become visible, tabs stay', () => {
  assert.equal(visible('a\u001b[31mb\u0000\u007f\tc'), 'a\\x1b[31mb\\x00\\x7f\tc');
  assert.equal(visible('a\tb', false), 'a\\x09b');
  assert.equal(visible('x\u202etxt.exe\u200b\ufeff'), 'x\\u202etxt.exe\\u200b\\ufeff');
  assert.equal(visible('plain ünïcode 漢字 <b>'), 'plain ünïcode 漢字 <b>');
});

test('no control character is left, whatever comes in', () => {
  let state = 1;
  for (let round = 0; round < 500; round++) {
    let text = '';
    for (let i = 0; i < 40; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      text += String.fromCharCode(state % 3 === 0 ? state % 256 : (state >>> 8) % 65536);
    }
    const shown = visible(text, false);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    assert.ok(!/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(shown));
    assert.equal(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
      visible(text),
    );
  }
});

test('pieces mark what was made visible', () => {
  assert.deepEqual(pieces('a\u001b\u0007b'), [
    { text: 'a', shown: false },
    { text: '\\x1b\\x07', shown: true },
    { text: 'b', shown: false },
  ]);
});

test('lines keep their number', () => {
  assert.deepEqual(linesOf('a\r\nb\n\nc\n'), ['a', 'b', '', 'c']);
  assert.deepEqual(linesOf(''), ['']);
});

test('long names are cut in the middle', () => {
  assert.equal(middle('abcdefghij', 5), 'ab…ij');
  assert.equal(middle('abc', 5), 'abc');
});

test('SVG text cannot leave its element', () => {
  assert.equal(
    escaped('</text><script>&"\u0000\ud800'),
    '&lt;/text&gt;&lt;script&gt;&amp;&quot;\ufffd\ufffd',
  );
});

test('CSV quotes what it must and defuses formulas', () => {
  assert.equal(
    csv([
      ['a', 1],
      ['b,"c"', -2],
      ['=cmd()', 0],
    ]),
    'a,1\r\n"b,""c""",-2\r\n\'=cmd(),0\r\n',
  );
});
