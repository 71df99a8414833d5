import type { IssueSummary, Severity } from '../api/types';

const RANK: Record<Severity, number> = { fatal: 0, error: 1, warning: 2 };

/** Issues in the order of a column; a minus in front turns it. Equal ones: last seen first. */
export function sortIssues(issues: IssueSummary[], sort: string): IssueSummary[] {
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
      return RANK[issue.severity] ?? 3;
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
