import { random } from './random.mjs';

const TITLES = [
  [
    'KASAN: slab-use-after-free Read in nft_trans_gc_work',
    'KASAN-USE-AFTER-FREE-READ',
    'work-lost',
  ],
  [
    'INFO: task hung in <img src=x onerror=alert(1)> \u001b[31mred\u001b[0m \u202egnp.exe',
    'HANG',
    'work-lost',
  ],
  ['WARNING in sched_balance_rq', 'WARNING', 'degraded'],
  ['kernel BUG at mm/huge_memory.c:LINE!', 'BUG', 'fatal'],
  [
    'BUG: unable to handle kernel NULL pointer dereference in tcp_rack_mark_lost',
    'NULL-POINTER-DEREFERENCE',
    'fatal',
  ],
  ['possible deadlock in __dev_queue_xmit', 'LOCKDEP', 'degraded'],
  ['INFO: rcu detected stall in ext4_file_write_iter', 'HANG', 'work-lost'],
  ['UBSAN: array-index-out-of-bounds in dtSplitRoot', 'UBSAN', 'work-lost'],
  ['general protection fault in __list_del_entry_valid_or_report', 'DoS', 'fatal'],
  [
    'BUG: sleeping function called from invalid context in synchronize_rcu',
    'ATOMIC_SLEEP',
    'work-lost',
  ],
  ['KCSAN: data-race in __filemap_add_folio / folio_wait_bit_common', 'KCSAN-DATARACE', 'degraded'],
  [
    'INFO: task hung in jbd2_journal_commit_transaction_with_a_very_long_function_name_that_goes_on_and_on',
    'HANG',
    'work-lost',
  ],
  ['refcount bug in l2tp_session_dec_refcount', 'REFCOUNT_WARNING', 'degraded'],
  ['kernel panic: Fatal exception in interrupt', 'DoS', 'fatal'],
  ['NVIDIA Xid 79: GPU has fallen off the bus', 'nvidia-xid', 'fatal', 'gpu'],
  ['NVMe I/O timeout, aborting', 'nvme-timeout', 'degraded', 'storage'],
  ['memory cgroup out of memory: killed process', 'oom-memcg', 'work-lost', 'memory'],
];
const KERNELS = ['6.18.2-kedge+deb13', '6.12.58-cloud', '6.18.1-rc4', '6.6.110-lts', '6.1.158'];
const HOSTS = ['build-7', 'db-0412.rack9.example.net', 'web-17', 'edge-ams-2', 'ci-runner-b'];

export function issuesFor(scenario) {
  if (scenario === 'none' || scenario === 'young') return [];
  const count = scenario === 'little' ? 2 : 240;
  const r = random(5);
  const now = Date.now();
  return Array.from({ length: count }, (_, i) => {
    const [title, type, severity, kind = 'report'] = TITLES[i % TITLES.length];
    const kernels = KERNELS.filter(() => r() < 0.45).map((kernel) => ({
      kernel,
      occurrences: 1 + Math.floor(60 * r() ** 3),
    }));
    if (kernels.length === 0) kernels.push({ kernel: KERNELS[0], occurrences: 1 });
    const trend = Array.from({ length: 14 }, () => (r() < 0.5 ? 0 : Math.floor(12 * r() ** 2)));
    return {
      issue: 12 + i,
      title:
        i < TITLES.length
          ? title
          : `${title.replace(/ in .*/, '')} in ${['do_', '__', 'ext4_', 'tcp_', 'nvme_'][i % 5]}function_${i}`,
      kind,
      type,
      severity,
      newHosts: i % 5 === 0 ? 1 : 0,
      newInKernel: i % 7 === 2 ? KERNELS[0] : null,
      corrupted: i % 17 === 3,
      firstSeen: new Date(now - (i + 2) * 7_200_000 * (1 + r())).toISOString(),
      lastSeen: new Date(now - i * 3_700_000 - 190_000).toISOString(),
      occurrences: kernels.reduce((sum, one) => sum + one.occurrences, 0),
      hosts: 1 + Math.floor(5 * r()),
      kernels,
      trend,
    };
  });
}

export function issuePage(query, scenario) {
  const all = issuesFor(scenario);
  const q = (query.get('q') ?? '').toLowerCase();
  const kernel = query.get('kernel');
  const type = query.get('type');
  const kind = query.get('kind');
  const found = all.filter(
    (one) =>
      one.title.toLowerCase().includes(q) &&
      (!type || one.type === type) &&
      (!kind || one.kind === kind) &&
      (!kernel || one.kernels.some((k) => k.kernel === kernel)),
  );
  const limit = Number(query.get('limit') ?? 100);
  const start = Number(query.get('cursor') ?? 0);
  const next = start + limit < found.length ? String(start + limit) : null;
  const tally = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count);
  };
  return {
    issues: found.slice(start, start + limit),
    next,
    facets: {
      kinds: tally(all.map((one) => one.kind)),
      types: tally(all.map((one) => one.type)),
      hosts: all.length
        ? HOSTS.slice(0, scenario === 'little' ? 1 : 5).map((value, i) => ({
            value,
            count: 40 - i * 7,
          }))
        : [],
      kernels: tally(all.flatMap((one) => one.kernels.map((k) => k.kernel))),
    },
  };
}

export function issueOf(id, scenario) {
  const one = issuesFor(scenario).find((issue) => issue.issue === id);
  if (!one) return undefined;
  return {
    ...one,
    alternativeTitles:
      one.issue % 2 ? [] : [`${one.title} (2)`, 'KASAN: use-after-free Read in nft_trans_gc_work'],
    frame: one.title.split(' in ')[1] ?? null,
    grouping:
      'Same title. The reports name the same type and the same blamed function; kernel release and host are not part of the title.',
    perHost: HOSTS.slice(0, one.hosts).map((host, i) => ({
      host,
      occurrences: 9 - i,
      firstSeen: one.firstSeen,
      lastSeen: one.lastSeen,
    })),
  };
}

function textOf(one, n) {
  const t = (i) => `[ ${(88211.120331 + n + i * 0.000417).toFixed(6)}] `;
  const lines = [
    '==================================================================',
    `BUG: ${one.title}`,
    'Read of size 8 at addr ffff88810c3e4d18 by task kworker/1:2/4711',
    '',
    'CPU: 1 UID: 0 PID: 4711 Comm: kworker/1:2 Not tainted 6.18.2-kedge+deb13 #1 PREEMPT(lazy)',
    'Hardware name: QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.3-debian-1.16.3-2 04/01/2014',
    'Workqueue: events nft_trans_gc_work [nf_tables]',
    'Call Trace:',
    ' <TASK>',
    ' dump_stack_lvl+0x5d/0x80',
    ' print_report+0x171/0x4f3',
    ' kasan_report+0xda/0x110',
    ' nft_trans_gc_work+0x3a1/0x520 [nf_tables]',
    ' process_one_work+0x63a/0x1090',
    ' worker_thread+0x57e/0xf40',
    ' kthread+0x3a0/0x760',
    ' ret_from_fork+0x2b0/0x3b0',
    ' </TASK>',
    '',
    'Comm: <script>alert("not run")</script> <b onmouseover=alert(1)>bold</b>',
    'escape: \u001b[31mred\u001b[0m bell:\u0007 nul:\u0000 tab:\tx rtl:\u202etxt.exe zero\u200bwidth',
    `long: ${'A'.repeat(700)}`,
    '',
    'The buggy address belongs to the object at ffff88810c3e4d00',
    ' which belongs to the cache kmalloc-cg-96 of size 96',
    '==================================================================',
  ];
  return `${lines.map((line, i) => t(i) + line).join('\n')}\n`;
}

export function occurrencesOf(id, query, scenario) {
  const one = issuesFor(scenario).find((issue) => issue.issue === id);
  const start = Number(query.get('cursor') ?? 0);
  const total = Math.min(one.occurrences, 90);
  const occurrences = Array.from({ length: Math.min(50, total - start) }, (_, i) => {
    const n = start + i;
    return {
      id: id * 1000 + n,
      host: HOSTS[n % Math.max(1, one.hosts)],
      boot: '3f0c7a52-9d1e-4b2a-8a57-1c20d94e6b01',
      kernel: one.kernels[n % one.kernels.length].kernel,
      at: new Date(Date.parse(one.lastSeen) - n * 3_333_333).toISOString(),
      atIsExact: n % 3 !== 2,
      source: n % 4 === 1 ? 'console-2026-11-21.log' : 'kmsg',
      title: one.title,
      frame: 'nft_trans_gc_work',
      corrupted: one.corrupted,
      startLine: 1031 + n,
      endLine: 1056 + n,
      text: textOf(one, n),
      blameLine: 12,
    };
  });
  return { occurrences, next: start + 50 < total ? String(start + 50) : null };
}

export function hangOf(id) {
  const waiters = Array.from({ length: 14 }, (_, i) => ({
    task: i === 0 ? '<b>kubelet' : 'ip',
    pid: 900 + i,
    state: 'D',
    blockedSeconds: 122,
    kind: 'lock',
    resource: 'mutex rtnl_mutex in rtnetlink_rcv_msg',
    ownerNotFound: false,
    holders: [{ task: 'tc', pid: 4711, certainty: 'named' }],
  }));
  if (id % 1000 > 20) return { hangs: [] };
  return {
    hangs: [
      {
        fromSeconds: 100,
        toSeconds: 222,
        blocker: 'rtnl_mutex, runnable in tc_ctl_action',
        roots: [
          {
            task: 'tc',
            pid: 4711,
            class: 'runnable',
            reason: 'runnable in tc_ctl_action: throttled or starved',
            waiters: 15,
            certain: true,
          },
        ],
        waits: [
          ...waiters,
          { ...waiters[0], task: 'systemd-network', pid: 77 },
          {
            ...waiters[0],
            task: 'kworker/u8:2',
            pid: 78,
            resource: 'completion in flush_work',
            holders: [{ task: 'systemd-network', pid: 77, certainty: 'inferred' }],
          },
        ],
        cycles: [],
        text: 'hang at 100.000 s to 222.000 s: 16 waiting\n  root tc:4711 [runnable]\n',
      },
    ],
  };
}

export function explanationOf(id, query) {
  const own = Math.floor(id / 1000);
  const issue = Number(query.get('issue') ?? own);
  const same = issue === own;
  const outcome = same ? 'met' : 'differs';
  return {
    occurrence: id,
    issue,
    filed: 'same title: KASAN: slab-use-after-free Read in nft_trans_gc_work',
    same,
    reason: same ? 'same title: KASAN: slab-use-after-free Read' : 'no title in common',
    parts: [
      { part: 'blocker', outcome: 'unknown', detail: 'no blocker to compare' },
      { part: 'titles', outcome, detail: same ? 'same title' : 'no title in common' },
      {
        part: 'module',
        outcome,
        detail: same ? 'same module: nf_tables' : 'another module: a, not b',
      },
      { part: 'stack', outcome: 'differs', detail: 'another stack: 1f00, not 2e00' },
      { part: 'file', outcome: 'unknown', detail: 'no file to compare' },
    ],
    fingerprint: {
      titles: ['KASAN: slab-use-after-free Read in nft_trans_gc_work'],
      stack: ['nft_trans_gc_work', 'process_one_work', 'worker_thread'],
      stackHash: '1f00',
      blocker: null,
      module: 'nf_tables',
      file: null,
    },
  };
}
