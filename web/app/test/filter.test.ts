import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  draftOf,
  exactly,
  filterOf,
  filterText,
  onlyOf,
  parseFilter,
  toFilter,
  withOnly,
  withTerm,
} from '../src/filter/filter';

test('a filter is terms, and reads as it was written', () => {
  for (const [text, values] of [
    ['kernel=6.18.* command!=nginx', ['6.18.*', 'nginx']],
    ['command="GC Thread#0" cpu=0-3', ['GC Thread#0', '0-3']],
    ['thread=""', ['']],
    ['command=a\\*b', ['a\\*b']],
    ['command="a \\"b\\""', ['a "b"']],
    ['', []],
  ] as const) {
    const { terms, rest } = parseFilter(text);
    assert.equal(rest, '', text);
    assert.deepEqual(
      terms.map((one) => one.value),
      values,
    );
    assert.equal(filterText(terms), text);
  }
});

test('what is no term is left over', () => {
  assert.equal(parseFilter('pid=1 nginx').rest, 'nginx');
  assert.equal(parseFilter('command="open').rest, 'command="open');
});

test('a value from the server matches itself only', () => {
  const filter = withTerm('', { key: 'command', negated: false, value: exactly('a*b\\ "c"') });
  assert.equal(filter, 'command="a\\*b\\\\ \\"c\\""');
  assert.equal(parseFilter(filter).terms[0].value, exactly('a*b\\ "c"'));
});

test('a term is there once, or instead of others of its key', () => {
  const term = { key: 'pid', negated: false, value: '7' };
  assert.equal(withTerm('pid=7', term), 'pid=7');
  assert.equal(withTerm('pid=6', term), 'pid=6 pid=7');
  assert.equal(withOnly('kernel=6.12 pid=7 kernel!=6', 'kernel', '6.18'), 'pid=7 kernel=6.18');
});

test('what is being written is a key or a value', () => {
  assert.deepEqual(draftOf('com'), { part: 'key', text: 'com' });
  assert.deepEqual(draftOf('Command=ng'), {
    part: 'value',
    key: 'command',
    negated: false,
    text: 'ng',
  });
  assert.deepEqual(draftOf('pod!='), { part: 'value', key: 'pod', negated: true, text: '' });
  assert.equal(draftOf('command="GC Th').text, 'GC Th');
});

test('addresses of old links are filters too', () => {
  const query = new URLSearchParams('filter=cpu%3D1&pid=7&cmd=a*b&cgroup=/x');
  assert.equal(filterOf(query), 'cpu=1 pid=7 command=a\\*b cgroup=/x');
  assert.equal(filterOf(new URLSearchParams('')), '');
  assert.equal(toFilter('pid=7').cmd, null);
});

test('the only value of a key is told as text', () => {
  for (const [filter, only] of [
    ['kernel=6.18 pid=7', '6.18'],
    ['kernel=a\\*b', 'a*b'],
    ['kernel=6.18.*', undefined],
    ['kernel!=6.18', undefined],
    ['kernel=6.18 kernel=6.12', undefined],
    ['pid=7', undefined],
  ] as const) {
    assert.equal(onlyOf(filter, 'kernel'), only, filter);
  }
});
