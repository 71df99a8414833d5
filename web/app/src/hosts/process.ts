import type { Process } from '../api/types';

/** A namespace of the kernel that is not the host's, as /proc/PID/ns tells it. */
export interface Namespace {
  kind: string;
  /** As a filter names it: pid:4026532450. */
  term: string;
  /** What the process is called in it; of pid namespaces alone. */
  pidThere?: number;
}

/** The namespaces behind a text such as `pid:4026532450/7 mnt:4026532448`. */
export function namespacesOf({ namespaces }: Process): Namespace[] {
  return (namespaces ?? '')
    .split(' ')
    .filter((entry) => entry)
    .map((entry) => {
      const [term, pid] = entry.split('/');
      return { kind: term.split(':')[0], term, pidThere: pid ? Number(pid) : undefined };
    });
}

/** Pod and container as people call them; empty where the cgroup tells neither. */
export function containerOf({ namespace, podName, pod, container, runtime }: Process): string {
  const inNamespace = namespace ? `${namespace}/` : '';
  const wherein = podName ?? pod;
  const what = [
    wherein ? inNamespace + wherein : '',
    container ? shortened(container) : '',
    wherein ? '' : (runtime ?? ''),
  ];
  return what.filter((part) => part).join(' · ');
}

/** What a person may look for, in lower case. */
export function wordsOf(process: Process): string {
  const { command, pid, namespaces, container, cgroup } = process;
  return [command, pid, containerOf(process), container, namespaces, cgroup]
    .join(' ')
    .toLowerCase();
}

/** Ids of containers are 64 digits; their tools show the first twelve. */
function shortened(container: string): string {
  return /^[0-9a-f]{64}$/.test(container) ? container.slice(0, 12) : container;
}
