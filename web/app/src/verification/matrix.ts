import type { Status, Verification } from './types';

/** The most urgent first, as KCIDB orders them. */
const URGENCY: Status[] = ['FAIL', 'ERROR', 'MISS', 'PASS', 'DONE', 'SKIP'];

export interface Cell {
  worst: Status;
  count: number;
  runs: number;
}

export interface Row {
  path: string;
  cells: (Cell | undefined)[];
}

/** Cases by kernels: the most urgent status of each, and how many runs had it. */
export function matrix(content: Verification['content']): Row[] {
  const rows = new Map<string, Map<string, Status[]>>();
  for (const boot of content.boots) {
    for (const ran of boot.cases) {
      const path = ran.suite === ran.name ? ran.suite : `${ran.suite}.${ran.name}`;
      const row = rows.get(path) ?? new Map<string, Status[]>();
      rows.set(path, row);
      row.set(boot.kernel, [...(row.get(boot.kernel) ?? []), ran.status]);
    }
  }
  return [...rows].map(([path, row]) => ({
    path,
    cells: content.kernels.map((kernel) => cell(row.get(kernel.label))),
  }));
}

function cell(statuses: Status[] | undefined): Cell | undefined {
  if (!statuses) return undefined;
  const worst = URGENCY.find((status) => statuses.includes(status)) ?? 'SKIP';
  return {
    worst,
    count: statuses.filter((status) => status === worst).length,
    runs: statuses.length,
  };
}

/** The colour of a state; a word always stands beside it. */
export function tone(state: string): 'ok' | 'hold' | 'stop' | 'unknown' {
  if (state === 'PASS' || state === 'DONE' || state === 'pass') return 'ok';
  if (state === 'FAIL' || state === 'fail') return 'stop';
  return state === 'SKIP' ? 'unknown' : 'hold';
}
