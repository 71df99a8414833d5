// The merge queue as the API gives it.

export type ProposalState = 'waiting' | 'testing' | 'merged' | 'sent-back' | 'withdrawn';
export type Outcome = 'running' | 'pass' | 'fail' | 'error' | 'interrupted';

export interface Proposal {
  id: number;
  source: string;
  title: string;
  author: string;
  head: string;
  state: ProposalState;
  proposed: string;
  ended: string | null;
  reason: string;
  tip: string | null;
}

export interface CheckRun {
  id: number;
  check: string;
  blocking: boolean;
  base: string;
  tip: string;
  proposals: number[];
  started: string;
  ended: string | null;
  outcome: Outcome;
}

export interface MergeQueue {
  enabled: boolean;
  branch: string | null;
  tip: string | null;
  remote: string | null;
  batch: number;
  label: string | null;
  hold: { reason: string; since: string } | null;
  unreadable: number;
  checks: { name: string; blocking: boolean }[];
  proposals: Proposal[];
  runs: CheckRun[];
}

export interface ProposalWithRuns extends Proposal {
  runs: CheckRun[];
}
