// The kernels a run can follow: mechanisms by letter, and releases.

export const MECHANISMS: { id: string; name: string; kernels: string; note: string }[] = [
  {
    id: 'A',
    name: 'whole group',
    kernels: '3.2 – 6.17',
    note: 'A throttled group stops where it stands, in the kernel or not: locks stay held.',
  },
  {
    id: 'B',
    name: 'per task, at pick',
    kernels: '6.18 – 7.1',
    note: 'Each task stops at its own return to user mode; locks are given back first.',
  },
  {
    id: 'C',
    name: 'per task, at charge',
    kernels: '7.2',
    note: 'As B, marked as soon as the runtime is used up.',
  },
  { id: 'D', name: 'per task, flat', kernels: '7.3', note: 'As C, with one EEVDF tree per CPU.' },
];

export const RELEASES = ['4.19', '5.15', '6.1', '6.6', '6.12', '6.17', '6.18', '7.1', '7.2', '7.3'];

/** Mechanism and kernels in words: `A · whole group · 3.2 – 6.17`. */
export function kernelName(id: string): string {
  const mechanism = MECHANISMS.find((one) => one.id === id);
  return mechanism ? `${id} · ${mechanism.name} · ${mechanism.kernels}` : `Linux ${id}`;
}
