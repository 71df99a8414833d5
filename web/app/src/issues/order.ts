import type { IssueSummary, Severity } from '../api/types';

const RANK: Record<Severity, number> = {
  fatal: 0,
  'work-lost': 1,
  degraded: 2,
  corrected: 3,
  notice: 4,
};

/** Orders the server knows; the first is the one unless another is asked for. */
export const ORDERS = [
  [
    'fleet',
    'Fleet',
    'Severity, hosts that have it, how many got it lately, new in the newest kernel',
  ],
  ['security', 'Security', 'What an attacker could make most of first; events last'],
  ['time', 'Time', 'Last seen first'],
] as const;

/**
 * Issues in the order of a column; a minus in front turns it. Equal ones: last seen first. Without a
 * column they stay in the server's order.
 */
export function sortIssues(issues: IssueSummary[], sort: string): IssueSummary[] {
  if (sort === '') return issues;
  const sign = sort.startsWith('-') ? -1 : 1;
  const by = sort.replace(/^-/, '');
  return [...issues].sort(
    (a, b) =>
      sign * compare(columnOf(a, by), columnOf(b, by)) ||
      Date.parse(b.lastSeen) - Date.parse(a.lastSeen) ||
      b.issue - a.issue,
  );
}

function columnOf(issue: IssueSummary, by: string): number | string {
  switch (by) {
    case 'severity':
      return RANK[issue.severity] ?? 5;
    case 'title':
      return issue.title;
    case 'hosts':
      return issue.hosts;
    case 'occurrences':
      return issue.occurrences;
    case 'firstSeen':
      return Date.parse(issue.firstSeen);
    default:
      return Date.parse(issue.lastSeen);
  }
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
