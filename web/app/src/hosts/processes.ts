import type { Process } from '../api/types';

/** Something a profile can be narrowed to, with the samples it had. */
export interface Choice {
  key: string;
  label: string;
  note?: string;
  samples: number;
}

/** Commands (all processes of that name), then single processes where a name has several. */
export function processChoices(processes: Process[]): Choice[] {
  const commands = new Map<string, { pids: Set<number>; samples: number }>();
  const pids = new Map<number, { command: string; samples: number }>();
  for (const one of processes) {
    const command = commands.get(one.command) ?? { pids: new Set(), samples: 0 };
    command.pids.add(one.pid);
    command.samples += one.samples;
    commands.set(one.command, command);
    const pid = pids.get(one.pid) ?? { command: one.command, samples: 0 };
    pid.samples += one.samples;
    pids.set(one.pid, pid);
  }
  const out: Choice[] = [];
  for (const [command, { pids: of, samples }] of commands) {
    const note = of.size > 1 ? `${of.size} processes` : undefined;
    out.push({ key: `cmd:${command}`, label: command, note, samples });
  }
  for (const [pid, { command, samples }] of pids) {
    out.push({ key: `pid:${pid}`, label: command, note: `pid ${pid}`, samples });
  }
  return out.sort((a, b) => b.samples - a.samples || (a.key < b.key ? -1 : 1));
}

/** Cgroups and every cgroup above them, as a filter takes all below. */
export function cgroupChoices(processes: Process[]): Choice[] {
  const samples = new Map<string, number>();
  const notes = new Map<string, string>();
  for (const one of processes) {
    if (one.container || one.pod) notes.set(one.cgroup, workloadText(one));
    for (const path of withParents(one.cgroup)) {
      samples.set(path, (samples.get(path) ?? 0) + one.samples);
    }
  }
  return [...samples]
    .map(([path, count]) => ({ key: path, label: path, note: notes.get(path), samples: count }))
    .sort((a, b) => b.samples - a.samples || (a.key < b.key ? -1 : 1));
}

function workloadText(process: Process): string {
  return [
    process.pod && `pod ${process.pod}`,
    process.container && `${process.runtime ?? ''} ${process.container.slice(0, 12)}`.trim(),
  ]
    .filter(Boolean)
    .join(', ');
}

function withParents(cgroup: string): string[] {
  const paths: string[] = [];
  for (let at = cgroup.length; at > 0; at = cgroup.lastIndexOf('/', at - 1)) {
    paths.push(cgroup.slice(0, at));
  }
  return paths;
}

/** Kinds of samples, the first unless another is chosen, and what they are called. */
export const SAMPLE_KINDS = [
  ['cpu', 'CPU time'],
  ['context-switches', 'Off CPU'],
  ['page-faults', 'Page faults'],
  ['wakeups', 'Wakeups'],
] as const;

/** What a profile is narrowed to, as the URL and the API hold it. */
export interface Filter {
  kind: string;
  pid: string;
  command: string;
  cgroup: string;
}

export function filterOf(query: URLSearchParams): Filter {
  const pid = query.get('pid') ?? '';
  return {
    kind: SAMPLE_KINDS.find(([kind]) => kind === query.get('kind'))?.[0] ?? 'cpu',
    pid: /^\d{1,10}$/.test(pid) ? pid : '',
    command: query.get('cmd') ?? '',
    cgroup: query.get('cgroup') ?? '',
  };
}

/** A filter in words, for headings and file names. */
export function filterText(filter: Filter): string {
  const parts = [
    filter.kind !== 'cpu' && SAMPLE_KINDS.find(([kind]) => kind === filter.kind)?.[1],
    filter.command && `command ${filter.command}`,
    filter.pid && `pid ${filter.pid}`,
    filter.cgroup && `cgroup ${filter.cgroup}`,
  ];
  return parts.filter(Boolean).join(', ');
}
