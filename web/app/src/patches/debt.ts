// The debt of a tree as the API gives it, and what the page picks out of it.

export interface DebtSum {
  key: string;
  patches: number;
  lines: number;
  medianAgeDays: number;
}

export interface DebtPatch {
  commit: string;
  subject: string;
  class: string;
  subsystem: string;
  owner: string;
  ageDays: number;
  files: number;
  lines: number;
  state: 'unsent' | 'never' | 'sent' | 'accepted' | 'dropped';
  evidence: string;
}

export interface DebtRelease {
  name: string;
  at: string;
  patches: number;
  lines: number;
  medianAgeDays: number;
  backports: number;
  takenBack: number;
}

export interface Debt {
  enabled: boolean;
  branch: string | null;
  base: string | null;
  upstream: string | null;
  measuring: boolean;
  failure: string;
  measured: string | null;
  releases: DebtRelease[];
  steps: { from: string; to: string; added: number; gone: number }[];
  subsystems: DebtSum[];
  owners: DebtSum[];
  states: DebtSum[];
  patches: DebtPatch[];
}

export type Facet = 'subsystem' | 'owner' | 'state';

/** The patches that have what was chosen. */
export function chosen(
  patches: DebtPatch[],
  picks: Partial<Record<Facet, string | null>>,
): DebtPatch[] {
  return patches.filter((patch) =>
    (Object.entries(picks) as [Facet, string | null][]).every(
      ([facet, value]) => !value || patch[facet] === value,
    ),
  );
}

/** The colour of a state; its word stands beside it. */
export function debtTone(state: string): 'ok' | 'hold' | 'stop' | 'unknown' {
  if (state === 'accepted') return 'ok';
  if (state === 'sent') return 'hold';
  return state === 'dropped' ? 'stop' : 'unknown';
}
