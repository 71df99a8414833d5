// The answers of the HTTP API, as openapi.yaml of the module server writes them down.

export type Severity = 'fatal' | 'work-lost' | 'degraded' | 'corrected' | 'notice';

export interface Status {
  version: string;
  startedAt: string;
  hosts: number;
  issues: number;
  store: {
    bytes?: number;
    files?: number;
    retentionDays?: number;
    retentionBytes?: number;
    quarantinedFiles?: number;
  };
}

export interface HostSummary {
  host: string;
  kernel: string;
  boot: string;
  bootedAt: string;
  lastSeen: string;
  live: boolean;
  cpus: number;
  memoryBytes: number;
  issues: number;
}

export interface HostPage {
  hosts: HostSummary[];
  next: string | null;
}

export interface Identity {
  boot: string;
  kernel: string;
  kernelBuildId: string | null;
  kernelVersion: string;
  architecture: string;
  commandLine: string;
  cpuModel: string;
  cpus: number;
  memoryBytes: number;
  cgroupMode: string;
  bootedAt: string;
}

export interface AgentAccount {
  version: string;
  uptimeSeconds: number;
  cpuSeconds: number;
  cpuCores: number;
  rssBytes: number;
  samples: number;
  lostSamples: number;
  truncatedStacks?: number;
  windows?: number;
  uploadedBytes?: number;
  spoolBytes?: number;
  droppedUploads?: number;
  unreadableReadings?: number;
  storedBytesPerDay: number | null;
}

export interface Limitation {
  feature: string;
  cause: string;
  remedy: string;
}

export interface Host {
  host: string;
  identity: Identity;
  lastSeen: string;
  live: boolean;
  dataFrom?: string | null;
  agent: AgentAccount;
  limitations: Limitation[];
}

export type Unit = 'share' | 'cpus' | 's/s' | 'count' | 'bytes' | '1/s';

export interface VitalSeries {
  vital: string;
  scope: string;
  unit: Unit;
  mean: (number | null)[];
  max: (number | null)[];
}

export interface Vitals {
  times: number[];
  stepMs: number;
  series: VitalSeries[];
}

export interface HostEvent {
  at: string;
  kind: 'boot' | 'kernel' | 'report' | 'event' | 'agent';
  title: string;
  issue?: number | null;
  severity?: Severity | null;
  device?: string | null;
  times?: number;
  lastedSeconds?: number;
}

export interface Coverage {
  starts: number[];
  ends: number[];
  samples: number[];
  lost: number[];
}

export interface Process {
  pid: number;
  command: string;
  cgroup: string;
  /** Those of the kernel that are not the host's: `pid:4026532450/7 mnt:4026532448`. */
  namespaces?: string;
  /** Where the path of the cgroup tells them. */
  namespace?: string;
  podName?: string;
  pod?: string;
  container?: string;
  runtime?: string;
  unit?: string;
  samples: number;
}

export interface Processes {
  samples: number;
  processes: Process[];
}

/** A value samples have, of a key of a filter. */
export interface Value {
  value: string;
  note: string;
  samples: number;
}

export interface Values {
  key: string;
  values: Value[];
  more: number;
  hosts: number;
  hostsLeftOut: number;
}

export interface FlameNodes {
  parent: number[];
  name: number[];
  module: number[];
  origin: number[];
  self: number[];
  total: number[];
}

export interface Flame {
  range: { from: string; to: string };
  kind: string;
  hosts: string[];
  periodNs: number;
  samples: number;
  lost: number;
  windows: number;
  strings: string[];
  nodes: FlameNodes;
  hiddenNodes: number;
}

/** Samples by second (column) and part of the second (row), column after column. */
export interface Heat {
  kind: string;
  start: string;
  columns: number;
  rows: number;
  rowMs: number;
  samples: number;
  untimed: number;
  counts: number[];
}

export interface FunctionChange {
  name: string;
  module: string;
  origin: number;
  self: number;
  baseSelf: number;
  total?: number;
  baseTotal?: number;
  share: number;
  baseShare: number;
  z: number;
}

export interface FlameDiff {
  range: { from: string; to: string };
  baseRange: { from: string; to: string };
  kind: string;
  hosts: string[];
  baseHosts: string[];
  periodNs: number;
  samples: number;
  baseSamples: number;
  strings: string[];
  hiddenNodes: number;
  nodes: FlameNodes & { baseSelf: number[]; baseTotal: number[]; z: number[] };
  functions: FunctionChange[];
}

export interface RegressionSide {
  from: string;
  to: string;
  hosts: string[];
  samples: number;
  blocks: number;
}

/** A function whose own share rose by more than noise. */
export interface Finding {
  name: string;
  module: string;
  kernel: boolean;
  share: number;
  baseShare: number;
  standardError: number;
  z: number;
  verdict: 'regression' | 'transient' | 'cost-shift';
  counterpart: string | null;
}

export interface Regressions {
  current: RegressionSide;
  base: RegressionSide;
  /** Why nothing was compared. */
  tooLittle: string | null;
  functions: number;
  threshold: number | null;
  detectableRise: number | null;
  regression: boolean;
  hiddenFindings: number;
  findings: Finding[];
}

export interface KernelCount {
  kernel: string;
  occurrences: number;
}

export interface IssueSummary {
  issue: number;
  title: string;
  /** `report`, or the part of the machine events are of. */
  kind: string;
  type: string;
  severity: Severity;
  newHosts: number;
  newInKernel: string | null;
  corrupted?: boolean;
  firstSeen: string;
  lastSeen: string;
  occurrences: number;
  hosts: number;
  kernels: KernelCount[];
  trend: number[];
}

export interface Facet {
  value: string;
  count: number;
}

export interface IssuePage {
  issues: IssueSummary[];
  next: string | null;
  facets: { kinds?: Facet[]; types?: Facet[]; hosts?: Facet[]; kernels?: Facet[] };
}

export interface Issue extends IssueSummary {
  alternativeTitles: string[];
  frame: string | null;
  grouping: string;
  perHost: { host: string; occurrences: number; firstSeen: string; lastSeen: string }[];
}

export interface Occurrence {
  id: number;
  severity?: Severity;
  device?: string | null;
  host: string;
  boot?: string | null;
  kernel?: string | null;
  at: string;
  atIsExact?: boolean;
  source?: string;
  title: string;
  frame?: string | null;
  corrupted?: boolean;
  startLine?: number;
  endLine?: number;
  text: string;
  blameLine?: number | null;
  times?: number;
  lastedSeconds?: number;
  why?: string | null;
}

export interface OccurrencePage {
  occurrences: Occurrence[];
  next: string | null;
}

export interface FiledOccurrence {
  issue: number;
  occurrence: number;
  kind: string;
  severity: Severity;
  title: string;
  newIssue: boolean;
  duplicate: boolean;
  startLine: number;
  endLine: number;
  times: number;
}

export interface ConsoleResult {
  reports: FiledOccurrence[];
  events: FiledOccurrence[];
  hosts: number;
  carriers: string[];
  losses: Record<string, number>;
  damage: string;
}

export interface HangRoot {
  task: string | null;
  pid: number | null;
  class: string;
  reason: string;
  waiters: number;
  certain: boolean;
}

export interface HangWait {
  task: string;
  pid: number;
  state: string;
  blockedSeconds: number;
  kind: string;
  resource: string;
  ownerNotFound: boolean;
  holders: { task: string; pid: number; certainty: string }[];
}

export interface Hang {
  fromSeconds?: number | null;
  toSeconds?: number | null;
  blocker: string | null;
  roots: HangRoot[];
  waits: HangWait[];
  cycles: { text: string; certain: boolean; pids: number[] }[];
  reportsSuppressed?: boolean;
  tasksLeftOut?: number;
  text: string;
}

export interface Explanation {
  occurrence: number;
  issue: number;
  filed: string | null;
  same: boolean;
  reason: string;
  parts: { part: string; outcome: 'met' | 'differs' | 'unknown'; detail: string }[];
  fingerprint: {
    titles: string[];
    stack: string[];
    stackHash: string | null;
    blocker: string | null;
    module: string | null;
    file: string | null;
  };
}
