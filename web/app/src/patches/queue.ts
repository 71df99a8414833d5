import type { CheckRun, MergeQueue, Outcome, ProposalState } from './types';

export type Tone = 'ok' | 'hold' | 'stop' | 'unknown';

/** The colour of a proposal's state; its word always stands beside it. */
export function stateTone(state: ProposalState): Tone {
  if (state === 'merged') return 'ok';
  if (state === 'sent-back') return 'stop';
  return state === 'testing' ? 'hold' : 'unknown';
}

/** The colour of a run; a failure of an advisory check stops nothing. */
export function runTone(outcome: Outcome, blocking: boolean): Tone {
  if (outcome === 'pass') return 'ok';
  if (outcome === 'fail') return blocking ? 'stop' : 'hold';
  return outcome === 'error' ? 'hold' : 'unknown';
}

/** The newest run of each check that a proposal was in, in the order of the checks. */
export function latestRuns(queue: MergeQueue, proposal: number): (CheckRun | undefined)[] {
  return queue.checks.map((check) =>
    queue.runs.find((run) => run.check === check.name && run.proposals.includes(proposal)),
  );
}

/** How long a run took, or has taken so far, in milliseconds. */
export function took(run: CheckRun, now: number): number {
  const end = run.ended ? Date.parse(run.ended) : now;
  return Math.max(0, end - Date.parse(run.started));
}
