// What the pages read of a verification; results.json of the module verify holds more.

export type Verdict = 'pass' | 'fail' | 'inconclusive';
export type Status = 'FAIL' | 'ERROR' | 'MISS' | 'PASS' | 'DONE' | 'SKIP';

export interface VerificationSummary {
  id: string;
  started: string;
  ended: string;
  baseline: string | null;
  candidate: string;
  release: string;
  plan: string;
  verdict: Verdict;
  boots: number;
  gates: number;
  open: number;
  waived: number;
  certificateKey: string | null;
}

export interface VerificationList {
  verifications: VerificationSummary[];
}

export interface GateVerdict {
  gate: string;
  rule: string;
  verdict: 'PASS' | 'FAIL' | 'INCONCLUSIVE';
  blocking: boolean;
  reason: string;
  waiver: { owner: string; reason: string; expires: string } | null;
}

export interface CaseResult {
  suite: string;
  name: string;
  status: Status;
}

export interface Side {
  boots: number[];
  censored: boolean[];
}

export interface MetricComparison {
  path: string;
  machine: string;
  metric: string;
  statistic: string;
  unit: string;
  baseline: Side;
  candidate: Side;
  scale: string;
  effect: number;
  gated: boolean;
  change: string;
}

export interface Delta {
  kind: string;
  same: number;
  addedCount: number;
  goneCount: number;
  changedCount: number;
  entries: { name: string; sign: string; baseline: string; candidate: string }[];
}

export interface Verification {
  content: {
    id: string;
    ended: string;
    baseline: string | null;
    candidate: string;
    kernels: { label: string; release: string }[];
    boots: { kernel: string; cases: CaseResult[] }[];
    metrics: MetricComparison[];
    deltas: Delta[];
    gates: GateVerdict[];
    verdict: 'PASS' | 'FAIL' | 'INCONCLUSIVE';
  };
}

export interface CertificateFile {
  content: {
    key: string;
    statement: { issued: string; kernel: { release: string; buildId: string | null } };
  };
}
