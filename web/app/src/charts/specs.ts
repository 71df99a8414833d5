import type { Unit, Vitals } from '../api/types';

/** One line of a chart, by the vital it shows. */
export interface LineSpec {
  vital: string;
  label: string;
  colour: string;
  dash?: number[];
}

export interface ChartSpec {
  id: string;
  title: string;
  unit: Unit;
  /** What is shown, in one sentence. */
  about: string;
  lines: LineSpec[];
  /** One line per scope (cgroup) instead of one per vital. */
  perScope?: string;
  /** The axis never ends below this, so that noise near zero looks like noise. */
  least: number;
  empty?: string;
}

const some = (resource: string): LineSpec => ({
  vital: `psi.${resource}.some`,
  label: 'some',
  colour: '--blue',
});
const full = (resource: string): LineSpec => ({
  vital: `psi.${resource}.full`,
  label: 'full',
  colour: '--orange',
  dash: [5, 3],
});
const STALLED = 'some: at least one task stalled; full: all non-idle tasks stalled';

/** The small multiples of the host page, in reading order. */
export const CHARTS: ChartSpec[] = [
  {
    id: 'psi-cpu',
    title: 'CPU pressure',
    unit: 'share',
    about: `Share of time tasks waited for a CPU (${STALLED})`,
    lines: [some('cpu'), full('cpu')],
    least: 0.05,
  },
  {
    id: 'psi-memory',
    title: 'Memory pressure',
    unit: 'share',
    about: `Share of time tasks waited for memory (${STALLED})`,
    lines: [some('memory'), full('memory')],
    least: 0.05,
  },
  {
    id: 'psi-io',
    title: 'IO pressure',
    unit: 'share',
    about: `Share of time tasks waited for block IO (${STALLED})`,
    lines: [some('io'), full('io')],
    least: 0.05,
  },
  {
    id: 'cpu',
    title: 'CPUs in use',
    unit: 'cpus',
    about: 'CPUs busy in user mode, in the kernel, and taken by the hypervisor',
    lines: [
      { vital: 'cpu.user', label: 'user', colour: '--sand' },
      { vital: 'cpu.system', label: 'sys', colour: '--blue' },
      { vital: 'cpu.steal', label: 'steal', colour: '--rose', dash: [2, 2] },
    ],
    least: 0.5,
  },
  {
    id: 'run-delay',
    title: 'Run-queue wait',
    unit: 's/s',
    about: 'Time tasks waited on a run queue, summed over tasks, per second',
    lines: [{ vital: 'sched.run_delay', label: 'wait', colour: '--blue' }],
    least: 0.1,
  },
  {
    id: 'throttled',
    title: 'Throttled',
    unit: 's/s',
    about: 'Time cgroups with a cpu.max were throttled, summed over CPUs, per second',
    lines: [],
    perScope: 'cgroup.throttled',
    least: 0.1,
    empty: 'No cgroup here has a CPU limit',
  },
  {
    id: 'blocked',
    title: 'D-state tasks',
    unit: 'count',
    about: 'Tasks in uninterruptible sleep',
    lines: [{ vital: 'tasks.blocked', label: 'blocked', colour: '--rose' }],
    least: 4,
  },
  {
    id: 'runnable',
    title: 'Runnable tasks',
    unit: 'count',
    about: 'Tasks running or waiting to run',
    lines: [{ vital: 'tasks.runnable', label: 'runnable', colour: '--teal' }],
    least: 4,
  },
  {
    id: 'memory',
    title: 'Memory',
    unit: 'bytes',
    about: 'Memory available, anonymous, and file cache',
    lines: [
      { vital: 'memory.available', label: 'avail', colour: '--teal' },
      { vital: 'memory.anonymous', label: 'anon', colour: '--violet' },
      { vital: 'memory.file', label: 'file', colour: '--sand', dash: [5, 3] },
    ],
    least: 64 * 2 ** 20,
  },
  {
    id: 'kernel-memory',
    title: 'Kernel memory',
    unit: 'bytes',
    about: 'Memory of page tables and of the slab allocator',
    lines: [
      { vital: 'memory.page_tables', label: 'tables', colour: '--rose' },
      { vital: 'memory.slab', label: 'slab', colour: '--blue' },
    ],
    least: 16 * 2 ** 20,
  },
  {
    id: 'interrupts',
    title: 'Interrupts',
    unit: '1/s',
    about: 'Interrupts taken per second, all CPUs',
    lines: [{ vital: 'interrupts', label: 'irq', colour: '--violet' }],
    least: 100,
  },
  {
    id: 'switches',
    title: 'Switches, forks',
    unit: '1/s',
    about: 'Context switches and new processes per second',
    lines: [
      { vital: 'context_switches', label: 'ctx', colour: '--teal' },
      { vital: 'forks', label: 'forks', colour: '--orange', dash: [5, 3] },
    ],
    least: 100,
  },
];

/** A line with its figures. */
export interface Line {
  label: string;
  colour: string;
  dash?: number[];
  mean: (number | null)[];
  max: (number | null)[];
}

const SCOPE_COLOURS = ['--blue', '--orange', '--teal', '--violet', '--rose', '--sand'];

/** The lines of a chart that have figures; of cgroups the six most throttled ones. */
export function linesOf(spec: ChartSpec, vitals: Vitals): { lines: Line[]; left: number } {
  if (spec.perScope) {
    const series = vitals.series
      .filter((one) => one.vital === spec.perScope)
      .sort((a, b) => sum(b.mean) - sum(a.mean) || (a.scope < b.scope ? -1 : 1));
    const lines = series.slice(0, SCOPE_COLOURS.length).map((one, i) => ({
      label: one.scope,
      colour: SCOPE_COLOURS[i],
      mean: one.mean,
      max: one.max,
    }));
    return { lines, left: series.length - lines.length };
  }
  const lines: Line[] = [];
  for (const line of spec.lines) {
    const series = vitals.series.find((one) => one.vital === line.vital);
    if (series) lines.push({ ...line, mean: series.mean, max: series.max });
  }
  return { lines, left: 0 };
}

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
