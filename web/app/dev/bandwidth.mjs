// Made-up runs of the bandwidth page: a group that runs `quota` of each period on every CPU and is
// throttled for the rest, with a lock that a reader holds over the throttle under A.

const EXAMPLES = [
  {
    id: 'stranded-lock-holder',
    title: 'Stranded lock holder',
    shows: 'Readers in a group of 1 % hold the lock a writer outside of it waits for.',
    scenario: {
      name: 'stranded-lock-holder',
      machine: { cpus: '2' },
      kernel: '6.17',
      duration: '2s',
      seed: '1',
      groups: {
        '/pods': 'max 100000',
        '/pods/batch': '5000 100000',
        '/web': { max: 'max 100000', weight: '200' },
      },
      locks: { threadgroup: 'percpu-rwsem' },
      workloads: {
        reader: {
          group: '/pods/batch',
          tasks: '4',
          steps: [
            {
              forever: [
                { syscall: ['acquire threadgroup read', 'kernel 1ms', 'release threadgroup'] },
                'run 1ms',
              ],
            },
          ],
        },
        writer: {
          group: '/web',
          steps: [
            {
              'every 100ms as move': [
                { operation_move: ['acquire threadgroup', 'kernel 20us', 'release threadgroup'] },
              ],
            },
          ],
        },
      },
    },
  },
  {
    id: 'burst',
    title: 'Burst',
    shows: 'Unused quota is carried over.',
    scenario: {
      name: 'burst',
      machine: { cpus: '1' },
      kernel: '6.18',
      duration: '1s',
      groups: { '/job': { max: '20000 50000', burst: '10000' } },
      workloads: { job: { group: '/job', steps: ['hog'] } },
    },
  },
];

export function examplesOf(scenario) {
  return { examples: scenario === 'none' ? [] : EXAMPLES };
}

/** What the server makes of a scenario; the stand-in reads JSON only. */
export function scenarioOf(text) {
  let scenario;
  try {
    scenario = JSON.parse(text);
  } catch {
    throw Object.assign(new Error('request line 1, column 1: expected a mapping of keys'), {
      status: 400,
      title: 'Bad Request',
    });
  }
  return { scenario, yaml: JSON.stringify(scenario, null, 2) };
}

export function simulationOf(query, text) {
  const { scenario } = scenarioOf(text);
  const cpus = Number(scenario.machine?.cpus ?? 1);
  if (cpus > 16) {
    throw Object.assign(
      new Error('16 CPUs at most are simulated here; kedge bandwidth sim takes more'),
      {
        status: 400,
        title: 'Bad Request',
      },
    );
  }
  const duration =
    Number.parseFloat(scenario.duration ?? '10') * (/ms$/.test(scenario.duration) ? 1e6 : 1e9);
  const from = Number(query.get('fromMs') ?? 0) * 1e6;
  const to = Math.min(duration, Number(query.get('toMs') ?? 1e9) * 1e6);
  const kernels = (query.get('kernels') ?? 'A,B').split(',');
  return {
    name: scenario.name ?? 'scenario',
    durationNs: duration,
    fromNs: from,
    toNs: to,
    runs: kernels.map((kernel) => runOf(kernel, scenario, { cpus, duration, from, to })),
  };
}

function limitsOf(scenario) {
  return Object.entries(scenario.groups ?? {}).map(([path, value]) => {
    const line = typeof value === 'string' ? value : (value.max ?? 'max 100000');
    const [quota, period] = line.split(' ');
    return {
      path,
      quota: quota === 'max' ? Infinity : Number(quota) * 1e3,
      period: Number(period ?? 1e5) * 1e3,
    };
  });
}

function runOf(kernel, scenario, { cpus, duration, from, to }) {
  const groups = limitsOf(scenario);
  const limited = groups.find((one) => one.quota < Infinity) ?? {
    path: '',
    quota: 1e12,
    period: 1e8,
  };
  const strand = kernel === 'A' || Number.parseFloat(kernel) < 6.18;
  const tasks = ['reader/0', 'reader/1', 'reader/2', 'reader/3', 'writer'];
  const t = {
    fromNs: from,
    endNs: to,
    dropped: 0,
    tasks,
    groups: groups.map((one) => one.path),
    locks: ['threadgroup'],
    running: { cpu: [], task: [], kernel: [], start: [], end: [] },
    throttled: { group: [], cpu: [], start: [], end: [] },
    waiting: { task: [], cpu: [], state: [], lock: [], start: [], end: [] },
    held: { task: [], lock: [], start: [], end: [] },
    refills: { group: [], at: [] },
    curves: [-1, ...Array(cpus).keys()].map((cpu) => ({
      group: groups.findIndex((one) => one.quota < Infinity),
      cpu,
      at: [],
      ns: [],
    })),
  };
  const push = (columns, row) => {
    if (row.end <= from || row.start >= to) return;
    for (const [name, value] of Object.entries(row)) columns[name].push(value);
  };
  const group = t.groups.indexOf(limited.path);
  let throttledNs = 0;
  let periods = 0;
  for (let start = 0; start < duration; start += limited.period) {
    periods++;
    const share = Math.min(limited.period, limited.quota / cpus);
    const end = Math.min(duration, start + limited.period);
    if (start < to && start >= from - limited.period) {
      t.refills.group.push(group);
      t.refills.at.push(start);
      t.curves[0].at.push(start, start + share * 0.8);
      t.curves[0].ns.push(limited.quota, 0);
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      let at = start;
      for (let turn = 0; at < start + share; turn++) {
        const task = (cpu * 2 + (turn % 2)) % 4;
        const stop = Math.min(end, at + 1e6, start + share);
        push(t.running, { cpu, task, kernel: turn % 2, start: at, end: stop });
        at = stop;
      }
      if (at >= end) continue;
      throttledNs += end - at;
      push(t.throttled, { group, cpu, start: at, end });
      for (const task of [cpu * 2, cpu * 2 + 1].filter((one) => one < 4))
        push(t.waiting, { task, cpu, state: strand ? 1 : 2, lock: -1, start: at, end });
      if (start < to && start >= from - limited.period) {
        t.curves[cpu + 1].at.push(start, at);
        t.curves[cpu + 1].ns.push(share / 2, 0);
      }
    }
    const freed = strand ? end : start + share + 2e5;
    push(t.held, { task: 0, lock: 0, start: start + share * 0.9, end: freed });
    push(t.waiting, { task: 4, cpu: -1, state: 3, lock: 0, start: start + share, end: freed });
    push(t.running, {
      cpu: 0,
      task: 4,
      kernel: 1,
      start: freed,
      end: Math.min(duration, freed + 5e5),
    });
  }
  const wait = strand ? limited.period : 2e5;
  return {
    kernel,
    mechanism: kernel.length === 1 ? kernel : strand ? 'A' : 'B',
    events: periods * 40,
    wallMs: 1.5,
    cpuBusyNs: Array.from({ length: cpus }, () => duration / 3),
    groups: groups.map((one) => ({
      path: one.path,
      usageNs: duration / 3,
      userNs: duration / 6,
      systemNs: duration / 6,
      nrPeriods: one === limited ? periods : 0,
      nrThrottled: one === limited ? periods : 0,
      throttledNs: one === limited ? throttledNs : 0,
      nrBursts: 0,
      burstNs: 0,
      throttledLocalNs: throttledNs,
    })),
    operations: [
      {
        name: 'move',
        done: periods,
        due: periods,
        p50Ns: wait * 0.9,
        p90Ns: wait,
        p99Ns: wait,
        maxNs: wait,
        unfinishedNs: 0,
        blockedNs: wait * periods,
      },
    ],
    tasks: {
      name: tasks,
      cpuNs: tasks.map(() => duration / 10),
      userNs: tasks.map(() => duration / 20),
      longestHoldNs: tasks.map(() => wait),
    },
    timeline: t,
  };
}
