import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Process } from '../src/api/types';
import { containerOf, namespacesOf } from '../src/hosts/process';

function process(more: Partial<Process>): Process {
  return { pid: 300, command: 'nginx', cgroup: '/', samples: 1, ...more };
}

test('namespaces are told by kind, with the pid the process has there', () => {
  assert.deepEqual(namespacesOf(process({ namespaces: 'pid:4026532450/7 mnt:4026532448' })), [
    { kind: 'pid', term: 'pid:4026532450', pidThere: 7 },
    { kind: 'mnt', term: 'mnt:4026532448', pidThere: undefined },
  ]);
  assert.deepEqual(namespacesOf(process({})), []);
});

for (const [more, text] of [
  [{}, ''],
  [{ unit: 'nginx.service' }, ''],
  [
    { namespace: 'shop', podName: 'web-5d', pod: '1f2a', container: 'nginx' },
    'shop/web-5d · nginx',
  ],
  [{ pod: '1f2a', container: 'ab'.repeat(32) }, '1f2a · abababababab'],
  [{ container: 'ab'.repeat(32), runtime: 'docker' }, 'abababababab · docker'],
] as [Partial<Process>, string][]) {
  test(`of ${JSON.stringify(more)} the table shows "${text}"`, () => {
    assert.equal(containerOf(process(more)), text);
  });
}
