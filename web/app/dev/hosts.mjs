import { hash, random } from './random.mjs';

const GIB = 2 ** 30;

export function hostsOf(scenario) {
  if (scenario === 'none') return [];
  if (scenario === 'young' || scenario === 'little') return ['build-7'];
  return ['build-7', 'db-0412.rack9.example.net', 'web-17', 'edge-ams-2', 'ci-runner-b'];
}

export function hostSummary(name, scenario) {
  const now = Date.now();
  const silent = name === 'edge-ams-2';
  return {
    host: name,
    kernel: name === 'web-17' ? '6.12.58-cloud' : '6.18.2-kedge+deb13',
    boot: '3f0c7a52-9d1e-4b2a-8a57-1c20d94e6b01',
    bootedAt: new Date(now - 9.3 * 86_400_000).toISOString(),
    lastSeen: new Date(now - (silent ? 5_400_000 : 3000)).toISOString(),
    live: !silent,
    cpus: name.startsWith('db') ? 128 : 8,
    memoryBytes: name.startsWith('db') ? 1007 * GIB : 31.2 * GIB,
    issues: scenario === 'much' ? hash(name) % 40 : 0,
  };
}

export function hostOf(name, scenario) {
  const summary = hostSummary(name, scenario);
  const young = scenario === 'young';
  return {
    host: name,
    identity: {
      boot: summary.boot,
      kernel: summary.kernel,
      kernelBuildId: scenario === 'little' ? null : '9f3bb1e07a55c4d2e81f0ac16cbf7d2a90e4d113',
      kernelVersion: '#1 SMP PREEMPT_DYNAMIC Debian 6.18.2-1 (2026-11-03)',
      architecture: 'x86_64',
      commandLine:
        'BOOT_IMAGE=/boot/vmlinuz-6.18.2-kedge root=UUID=5b1f9f1e-9fd5-4f0c-9a39-4c8e44f0b1aa ro quiet crashkernel=512M console=ttyS0,115200n8 panic=30 hung_task_timeout_secs=60 transparent_hugepage=madvise',
      cpuModel: 'AMD EPYC 9354P 32-Core Processor',
      cpus: summary.cpus,
      memoryBytes: summary.memoryBytes,
      cgroupMode: 'v2',
      bootedAt: summary.bootedAt,
    },
    lastSeen: summary.lastSeen,
    live: summary.live,
    dataFrom: young ? null : new Date(Date.now() - 3 * 86_400_000).toISOString(),
    agent: {
      version: '0.1.0',
      uptimeSeconds: young ? 6 : 183_211,
      cpuSeconds: young ? 0.4 : 2011,
      cpuCores: 0.0112,
      rssBytes: 148 * 2 ** 20,
      samples: young ? 0 : 3_481_223,
      lostSamples: scenario === 'much' ? 1201 : 0,
      truncatedStacks: young ? 0 : 51_233,
      windows: young ? 0 : 18_321,
      uploadedBytes: 91 * 2 ** 20,
      spoolBytes: scenario === 'much' ? 3 * 2 ** 20 : 0,
      droppedUploads: 0,
      unreadableReadings: 0,
      storedBytesPerDay: young ? null : 41.3 * 2 ** 20,
    },
    limitations:
      scenario === 'little'
        ? [
            {
              feature: 'kernel addresses',
              cause: '/proc/kallsyms shows zeros, kptr_restrict=1',
              remedy: 'CAP_SYSLOG',
            },
            {
              feature: "stacks of other users' processes",
              cause: 'perf_event_open: EACCES, perf_event_paranoid=2',
              remedy: 'CAP_PERFMON',
            },
          ]
        : [],
  };
}

// Series as smooth noise of the absolute time, so that a live chart moves on and does not jump.
function noise(seed, at, period) {
  const r = (n) => random(hash(`${seed}:${n}`))();
  const x = at / period;
  const i = Math.floor(x);
  const f = x - i;
  const s = f * f * (3 - 2 * f);
  return r(i) * (1 - s) + r(i + 1) * s;
}

function burst(at) {
  // Every twenty minutes a load of four minutes.
  const phase = at % 1_200_000;
  return phase > 600_000 && phase < 840_000 ? 1 : 0;
}

export function vitalsOf(name, from, to, points, scenario) {
  const oldest =
    scenario === 'young' ? Date.now() : scenario === 'little' ? Date.now() - 100_000 : 0;
  const step = Math.max(5000, Math.ceil((to - from) / points / 5000) * 5000);
  const times = [];
  for (let at = Math.ceil(from / step) * step; at <= Math.min(to, Date.now()); at += step) {
    if (at >= oldest) times.push(at);
  }
  const gap = (at) =>
    scenario === 'much' && at % 2_400_000 > 1_500_000 && at % 2_400_000 < 1_560_000;
  const make = (vital, scope, unit, value, spread = 1.35) => {
    const mean = times.map((at) => (gap(at) ? null : value(at)));
    const max = mean.map((v, i) =>
      v === null ? null : v * (1 + (spread - 1) * noise(`${vital}max`, times[i], step)),
    );
    return { vital, scope, unit, mean, max };
  };
  const n = (seed, at, period = 60_000) => noise(name + seed, at, period);
  const cpus = hostSummary(name, scenario).cpus;
  const total = hostSummary(name, scenario).memoryBytes;
  const series = [
    make(
      'psi.cpu.some',
      '',
      'share',
      (t) => 0.02 + 0.05 * n('a', t) + 0.4 * burst(t) * n('b', t, 20_000),
    ),
    make(
      'psi.cpu.full',
      '',
      'share',
      (t) => 0.002 * n('c', t) + 0.09 * burst(t) * n('d', t, 20_000),
    ),
    make('psi.memory.some', '', 'share', (t) => 0.001 * n('e', t) ** 4),
    make('psi.memory.full', '', 'share', (t) => 0.0005 * n('f', t) ** 4),
    make('psi.io.some', '', 'share', (t) => 0.08 * n('g', t) ** 3),
    make('psi.io.full', '', 'share', (t) => 0.05 * n('h', t) ** 3),
    make('cpu.user', '', 'cpus', (t) => cpus * (0.1 + 0.15 * n('i', t) + 0.5 * burst(t))),
    make('cpu.system', '', 'cpus', (t) => cpus * (0.03 + 0.05 * n('j', t) + 0.08 * burst(t))),
    make('cpu.steal', '', 'cpus', () => 0),
    make(
      'sched.run_delay',
      '',
      's/s',
      (t) => 0.04 * n('k', t) + 2.4 * burst(t) * n('l', t, 15_000),
    ),
    make('tasks.blocked', '', 'count', (t) => Math.round(2.4 * n('m', t) ** 3)),
    make('tasks.runnable', '', 'count', (t) => Math.round(2 + 3 * n('n', t) + 14 * burst(t))),
    make('memory.available', '', 'bytes', (t) => total * (0.55 + 0.1 * n('o', t, 600_000)), 1.01),
    make('memory.anonymous', '', 'bytes', (t) => total * (0.25 + 0.06 * n('p', t, 600_000)), 1.01),
    make('memory.file', '', 'bytes', (t) => total * (0.12 + 0.04 * n('q', t, 900_000)), 1.01),
    make('memory.page_tables', '', 'bytes', (t) => 71e6 + 9e6 * n('r', t, 300_000), 1.01),
    make('memory.slab', '', 'bytes', (t) => 410e6 + 60e6 * n('s', t, 700_000), 1.01),
    make('interrupts', '', '1/s', (t) => 4100 + 3500 * n('t', t) + 9000 * burst(t)),
    make('context_switches', '', '1/s', (t) => 9800 + 7000 * n('u', t) + 31_000 * burst(t)),
    make('forks', '', '1/s', (t) => 14 * n('v', t) + 120 * burst(t)),
  ];
  if (scenario === 'much') {
    for (const [i, scope] of [
      '/system.slice/build@3.service',
      '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1f2a.slice/cri-containerd-77ab.scope',
      '/user.slice/user-1000.slice',
      '/system.slice/postgresql.service',
    ].entries()) {
      series.push(
        make(
          'cgroup.throttled',
          scope,
          's/s',
          (t) => (burst(t) * 1.4 * n(`w${i}`, t, 20_000)) / (i + 1),
        ),
      );
    }
  }
  return { times, stepMs: step, series };
}

export function eventsOf(_name, from, to, scenario) {
  if (scenario !== 'much') return { events: [] };
  const now = Date.now();
  const all = [
    [now - 9.3 * 86_400_000, 'boot', 'boot 3f0c7a52', null],
    [now - 9.3 * 86_400_000, 'kernel', '6.12.58-cloud → 6.18.2-kedge+deb13', null],
    [now - 11 * 60_000, 'agent', 'agent 0.1.0 started', null],
    [now - 7 * 60_000, 'report', 'KASAN: slab-use-after-free Read in nft_trans_gc_work', 12],
    [
      now - 3.2 * 60_000,
      'report',
      'INFO: task hung in <img src=x onerror=alert(1)> \u001b[31m',
      13,
    ],
    [now - 3.1 * 60_000, 'report', 'WARNING in sched_balance_rq', 14],
    [now - 5.2 * 60_000, 'event', 'NVMe I/O timeout, aborting', 27],
  ];
  return {
    events: all
      .filter(([at]) => at >= from && at <= to)
      .sort((a, b) => a[0] - b[0])
      .map(([at, kind, title, issue]) => ({
        at: new Date(at).toISOString(),
        kind,
        title,
        issue,
        severity: issue === null ? null : 'degraded',
        device: kind === 'event' ? 'nvme0' : null,
        times: kind === 'event' ? 14 : 1,
        lastedSeconds: kind === 'event' ? 31 : 0,
      })),
  };
}

export function coverageOf(_name, from, to, scenario) {
  const out = { starts: [], ends: [], samples: [], lost: [] };
  if (scenario === 'young') return out;
  const oldest = scenario === 'little' ? Date.now() - 90_000 : Date.now() - 3 * 86_400_000;
  for (
    let at = Math.ceil(from / 10_000) * 10_000;
    at + 10_000 <= Math.min(to, Date.now());
    at += 10_000
  ) {
    if (
      at < oldest ||
      (scenario === 'much' && at % 2_400_000 > 1_500_000 && at % 2_400_000 < 1_560_000)
    )
      continue;
    out.starts.push(at);
    out.ends.push(at + 10_000);
    out.samples.push(Math.round(190 * (1 + 3 * burst(at)) + 60 * noise('cov', at, 30_000)));
    out.lost.push(scenario === 'much' && at % 610_000 < 10_000 ? 12 : 0);
  }
  return out;
}

export function processesOf(scenario) {
  if (scenario === 'young') return { samples: 0, processes: [] };
  const r = random(7);
  const names = [
    'java',
    'postgres',
    'cc1plus',
    'ld.lld',
    'kworker/u32:1-events',
    'nginx',
    'python3',
    'node',
    'rustc',
    'evil\u001b[2J\u202e<b>',
    'rcu_preempt',
    'containerd-shim',
  ];
  const processes = [];
  const count = scenario === 'little' ? 6 : 640;
  for (let i = 0; i < count; i++) {
    const command = names[Math.floor(r() * r() * names.length)];
    const cgroup =
      command.startsWith('kworker') || command === 'rcu_preempt'
        ? '/'
        : [
            '/system.slice/build@3.service',
            '/system.slice/postgresql.service',
            '/user.slice/user-1000.slice/session-4.scope',
            '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1f2a.slice/cri-containerd-77ab.scope',
          ][i % 4];
    processes.push({
      pid: 300 + i * 7,
      command,
      cgroup,
      ...(cgroup.startsWith('/kubepods') && {
        namespaces: `pid:4026532450/${i + 1} mnt:4026532448 net:4026532453`,
        namespace: 'shop',
        podName: 'web-5d9f',
        container: 'nginx',
      }),
      samples: Math.max(1, Math.round(900 * r() ** 6)),
    });
  }
  processes.sort((a, b) => b.samples - a.samples);
  return { samples: processes.reduce((sum, one) => sum + one.samples, 0), processes };
}
