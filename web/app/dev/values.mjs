import { hostsOf, processesOf } from './hosts.mjs';

/** Values of a key of a filter: of samples by the processes there are, of kernels and hosts made up. */
export function valuesOf(query, scenario) {
  const key = query.get('key');
  const find = (query.get('find') ?? '').toLowerCase();
  const limit = Number(query.get('limit') ?? 200);
  const all = found(key, scenario).filter((one) =>
    `${one.value} ${one.note}`.toLowerCase().includes(find),
  );
  return {
    key,
    values: all.slice(0, limit),
    more: Math.max(0, all.length - limit),
    hosts: hostsOf(scenario).length,
    hostsLeftOut: 0,
  };
}

function found(key, scenario) {
  const hosts = hostsOf(scenario);
  if (hosts.length === 0) return [];
  if (key === 'kernel') {
    return ['6.18.2', '6.12.93', '6.12.85'].map((value, i) => ({
      value,
      note: i === 0 ? `${hosts.length} hosts` : '1 host',
      samples: 0,
    }));
  }
  if (key === 'host') return hosts.map((value) => ({ value, note: '6.18.2', samples: 0 }));
  if (key === 'cpu') return [0, 1, 2, 3].map((n) => ({ value: String(n), note: '', samples: 0 }));
  const counts = new Map();
  for (const one of processesOf(scenario).processes) {
    const value = { command: one.command, pid: String(one.pid), cgroup: one.cgroup }[key];
    if (value === undefined) continue;
    const note = key === 'pid' ? one.command : '';
    const count = counts.get(value) ?? { value, note, samples: 0 };
    count.samples += one.samples;
    counts.set(value, count);
  }
  return [...counts.values()].sort((a, b) => b.samples - a.samples);
}
