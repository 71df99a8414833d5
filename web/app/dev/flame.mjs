import { random } from './random.mjs';

const KERNEL = [
  'entry_SYSCALL_64_after_hwframe',
  'do_syscall_64',
  'x64_sys_call',
  '__x64_sys_read',
  'ksys_read',
  'vfs_read',
  'ext4_file_read_iter',
  'generic_file_read_iter',
  'filemap_read',
  'filemap_get_pages',
  'page_cache_ra_unbounded',
  'read_pages',
  'ext4_mpage_readpages',
  'submit_bio_noacct',
  'blk_mq_submit_bio',
  'nvme_queue_rq',
  'copy_page_to_iter',
  '_copy_to_iter',
  'asm_exc_page_fault',
  'exc_page_fault',
  'do_user_addr_fault',
  'handle_mm_fault',
  '__handle_mm_fault',
  'do_anonymous_page',
  'vma_alloc_folio_noprof',
  'clear_page_erms',
  'schedule',
  '__schedule',
  'finish_task_switch.isra.0',
  'tcp_sendmsg_locked',
  'tcp_write_xmit',
  '__tcp_transmit_skb',
  'ip_queue_xmit',
  '__dev_queue_xmit',
  'sch_direct_xmit',
  'try_to_wake_up',
  'select_task_rq_fair',
  'update_load_avg',
  'native_queued_spin_lock_slowpath',
  'rcu_core',
  'handle_softirqs',
  'net_rx_action',
];
const NATIVE = [
  'main',
  'std::rt::lang_start::{{closure}}',
  'clang::Parser::ParseTopLevelDecl(clang::OpaquePtr<clang::DeclGroupRef>&)',
  'clang::Sema::CheckFunctionCall',
  'llvm::SelectionDAGISel::runOnMachineFunction',
  'ggc_internal_alloc',
  'malloc',
  '_int_malloc',
  'free',
  '__memmove_avx512_unaligned_erms',
  'ExecProcNode',
  'ExecScan',
  'heap_getnextslot',
  'hash_search_with_hash_value',
  'LWLockAcquire',
  'pthread_mutex_lock',
  'inflate_fast',
  'deflate_slow',
  'SHA512_Update',
  'OPENSSL_ia32_cpuid',
  'serde_json::de::from_slice',
  'operator new(unsigned long)',
];
const JIT = [
  'io.helidon.webserver.Http1Connection.handle',
  'java.util.HashMap.getNode',
  'org.example.orders.Pricing.quote',
  'java.lang.invoke.LambdaForm$MH.invoke',
  'io.netty.channel.nio.NioEventLoop.run',
  'com.fasterxml.jackson.core.json.UTF8StreamJsonParser.nextToken',
];
const INTERPRETER = [
  'app/views.py:index',
  'django/core/handlers/base.py:get_response',
  'json/encoder.py:iterencode',
  'Interpreter',
];
const PROCESSES = [
  'cc1plus',
  'evil\u001b[2J\u202e<b>',
  'java',
  'kworker/u32:1-events',
  'ld.lld',
  'nginx',
  'node',
  'postgres',
  'python3',
  'rcu_preempt',
  'rustc',
];
const MODULES = {
  2: ['[kernel]', '[kernel]', '[kernel]', '[nf_tables]', '[nvme]', '[ext4]'],
  3: [
    '/usr/lib/x86_64-linux-gnu/libc.so.6',
    '/usr/lib/llvm-19/bin/clang',
    '/usr/lib/postgresql/17/bin/postgres',
    '/usr/lib/x86_64-linux-gnu/libcrypto.so.3',
    '/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.33',
    '/usr/bin/rustc',
  ],
  4: ['[jit]'],
  5: ['/usr/bin/python3.13'],
  6: [''],
};
const NAMES = {
  2: KERNEL,
  3: NATIVE,
  4: JIT,
  5: INTERPRETER,
  6: ['[no frame pointer]', '[module gone]', '0x7f31c0de1a20'],
};

/** A tree of about so many nodes in the columns of the API. */
export function tree(size, samples, seed, base = false) {
  const r = random(seed);
  const strings = [];
  const index = new Map();
  const id = (text) => {
    if (!index.has(text)) index.set(text, strings.push(text) - 1);
    return index.get(text);
  };
  const c = { parent: [], name: [], module: [], origin: [], self: [], total: [] };
  if (base) Object.assign(c, { baseSelf: [], baseTotal: [], z: [] });
  let left = size;
  const add = (parent, name, module, origin, total, drift) => {
    const node = c.parent.length;
    c.parent.push(parent);
    c.name.push(id(name));
    c.module.push(id(module));
    c.origin.push(origin);
    c.self.push(0);
    c.total.push(total);
    if (base) {
      c.baseSelf.push(0);
      c.baseTotal.push(Math.max(0, Math.round(total * drift)));
      c.z.push(0);
    }
    left--;
    return node;
  };
  const grow = (parent, total, origin, depth, drift) => {
    let rest = total;
    const deepest = origin === 2 ? 34 : 46;
    if (depth > deepest || left <= 0 || total < 1) {
      c.self[parent] = rest;
      return;
    }
    const fan = r() < 0.62 ? 1 : 1 + Math.floor(r() * 5);
    const children = [];
    for (let i = 0; i < fan && rest >= 1; i++) {
      const part = i === fan - 1 && r() < 0.9 ? rest : Math.max(1, Math.round(rest * r()));
      rest -= part;
      let next = origin;
      if (origin !== 2 && depth > 4 && r() < 0.07) next = 2;
      else if (origin !== 2 && r() < 0.01) next = 6;
      const names = NAMES[next];
      const name =
        next === 2 && origin !== 2
          ? KERNEL[r() < 0.7 ? 0 : 18]
          : names[Math.floor(r() * names.length)];
      children.push([name, next, part]);
    }
    children.sort((a, b) => (a[0] < b[0] ? -1 : 1));
    c.self[parent] = rest;
    for (const [name, next, part] of children) {
      const modules = MODULES[next];
      const module = modules[Math.floor(r() * modules.length)];
      const shift = base && r() < 0.03 ? drift * r() * 2.5 : drift;
      grow(add(parent, name, module, next, part, shift), part, next, depth + 1, shift);
    }
  };
  add(-1, 'all', '', 0, samples, 1);
  let rest = samples;
  PROCESSES.forEach((name, i) => {
    const part = i === PROCESSES.length - 1 ? rest : Math.max(1, Math.round(rest * r() * 0.4));
    rest -= part;
    const origin =
      name.startsWith('kworker') || name === 'rcu_preempt'
        ? 2
        : name === 'java'
          ? 4
          : name === 'python3'
            ? 5
            : 3;
    const drift = base ? [1, 1, 1.6, 1, 0.5, 1, 1, 1, 1, 1, 1][i] : 1;
    const process = add(0, name, '', 1, part, drift);
    const budget = left;
    left = Math.min(left, Math.ceil(size * Math.max(0.04, part / samples) * 1.6));
    const had = left;
    // Several threads' worth of stacks, so that the wanted number of nodes is reached.
    grow(process, part, origin, 0, drift);
    left = budget - (had - left);
  });
  if (base) finishBase(c);
  return { strings, nodes: c };
}

function finishBase(c) {
  // Sums from the leaves up, so that totals agree.
  const size = c.parent.length;
  for (let i = 0; i < size; i++)
    c.baseSelf[i] = Math.round(c.self[i] * (c.total[i] > 0 ? c.baseTotal[i] / c.total[i] : 1));
  c.baseTotal.fill(0);
  for (let i = size - 1; i >= 0; i--) {
    c.baseTotal[i] += c.baseSelf[i];
    if (i > 0) c.baseTotal[c.parent[i]] += c.baseTotal[i];
  }
  const n1 = c.total[0];
  const n0 = c.baseTotal[0];
  for (let i = 0; i < size; i++) c.z[i] = zOf(c.total[i], n1, c.baseTotal[i], n0);
}

function zOf(a, n1, b, n0) {
  const p = (a + b) / (n1 + n0);
  const se = Math.sqrt(p * (1 - p) * (1 / n1 + 1 / n0));
  return se > 0 ? (a / n1 - b / n0) / se : 0;
}

const sizes = { young: 0, little: 900, much: 100_000 };
const cache = new Map();

function cached(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

export function flameOf(query, scenario) {
  const range = rangeOf(query);
  if (scenario === 'young') {
    return {
      range,
      kind: 'cpu',
      hosts: ['build-7'],
      baseHosts: ['build-7'],
      periodNs: 52_631_579,
      samples: 0,
      lost: 0,
      windows: 0,
      strings: ['all', ''],
      nodes: { parent: [-1], name: [0], module: [1], origin: [0], self: [0], total: [0] },
      hiddenNodes: 0,
    };
  }
  const samples = scenario === 'little' ? 812 : 2_400_000;
  const made = cached(`flame ${scenario}`, () => tree(sizes[scenario], samples, 11));
  return {
    range,
    kind: 'cpu',
    hosts: ['build-7'],
    baseHosts: ['build-7'],
    periodNs: 52_631_579,
    samples,
    lost: scenario === 'much' ? 24 : 0,
    windows: 30,
    ...made,
    hiddenNodes: scenario === 'much' ? 3122 : 0,
  };
}

export function diffOf(query, scenario) {
  const samples = scenario === 'little' ? 812 : 58_000;
  const made = cached(`diff ${scenario}`, () =>
    tree(scenario === 'little' ? 700 : 20_000, samples, 23, true),
  );
  const c = made.nodes;
  const rows = new Map();
  for (let i = 0; i < c.parent.length; i++) {
    if (c.origin[i] < 2) continue;
    const key = `${c.name[i]} ${c.module[i]} ${c.origin[i]}`;
    const row = rows.get(key) ?? {
      name: made.strings[c.name[i]],
      module: made.strings[c.module[i]],
      origin: c.origin[i],
      self: 0,
      baseSelf: 0,
    };
    row.self += c.self[i];
    row.baseSelf += c.baseSelf[i];
    rows.set(key, row);
  }
  const n1 = samples;
  const n0 = c.baseTotal[0];
  const functions = [...rows.values()]
    .map((row) => ({
      ...row,
      total: row.self,
      baseTotal: row.baseSelf,
      share: row.self / n1,
      baseShare: row.baseSelf / n0,
      z: zOf(row.self, n1, row.baseSelf, n0),
    }))
    .sort((a, b) => Math.abs(b.share - b.baseShare) - Math.abs(a.share - a.baseShare))
    .slice(0, 200);
  return {
    range: rangeOf(query),
    baseRange: { from: query.get('baseFrom'), to: query.get('baseTo') },
    kind: 'cpu',
    hosts: ['build-7'],
    baseHosts: ['build-7'],
    periodNs: 52_631_579,
    samples: n1,
    baseSamples: n0,
    ...made,
    functions,
    hiddenNodes: 0,
  };
}

function rangeOf(query) {
  return { from: query.get('from'), to: query.get('to') };
}

export function regressionsOf(query, scenario) {
  const little = scenario === 'little';
  const rows = little ? [] : diffOf(query, scenario).functions.filter((one) => one.z > 3.5);
  const side = (from, to) => ({
    from,
    to,
    hosts: ['db-7'],
    samples: 58_000,
    blocks: little ? 3 : 60,
  });
  return {
    current: side(query.get('from'), query.get('to')),
    base: side(query.get('baseFrom'), query.get('baseTo')),
    tooLittle: little ? 'samples in 3 parts of the base and in 3 of the span' : null,
    functions: little ? 0 : 31,
    threshold: little ? null : 3.41,
    detectableRise: little ? null : 0.0089,
    regression: rows.length > 0,
    hiddenFindings: 0,
    findings: rows.slice(0, 6).map((one, i) => ({
      name: one.name,
      module: one.module,
      kernel: one.origin === 2,
      share: one.share,
      baseShare: one.baseShare,
      standardError: 0.0012,
      z: one.z,
      verdict: ['regression', 'transient', 'cost-shift'][i % 3],
      counterpart: i % 3 === 2 ? 'parse_header' : null,
    })),
  };
}
