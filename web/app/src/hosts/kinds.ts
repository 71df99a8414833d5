/** Kinds of samples, the first unless another is chosen, and what they are called. */
export const SAMPLE_KINDS = [
  ['cpu', 'CPU time'],
  ['context-switches', 'Off CPU'],
  ['page-faults', 'Page faults'],
  ['wakeups', 'Wakeups'],
] as const;

/** The kind an address asks for. */
export function kindOf(query: URLSearchParams): string {
  return SAMPLE_KINDS.find(([kind]) => kind === query.get('kind'))?.[0] ?? 'cpu';
}
