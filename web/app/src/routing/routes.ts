// Paths of the pages.

export type Route =
  | { page: 'home' }
  | { page: 'hosts' }
  | { page: 'host'; host: string }
  | { page: 'profiles' }
  | { page: 'issues' }
  | { page: 'issue'; issue: number }
  | { page: 'bandwidth' }
  | { page: 'verifications' }
  | { page: 'verification'; id: string }
  | { page: 'queue' }
  | { page: 'proposal'; id: number }
  | { page: 'debt' }
  | { page: 'nowhere' };

export function routeOf(path: string): Route {
  const parts = path.split('/').filter((part) => part.length > 0);
  if (parts.length === 0) return { page: 'home' };
  if (parts[0] === 'hosts' && parts.length === 1) return { page: 'hosts' };
  if (parts[0] === 'hosts' && parts.length === 2) {
    const host = decoded(parts[1]);
    return host === undefined ? { page: 'nowhere' } : { page: 'host', host };
  }
  if (parts[0] === 'issues' && parts.length === 1) return { page: 'issues' };
  if (parts[0] === 'issues' && parts.length === 2 && /^\d{1,15}$/.test(parts[1])) {
    return { page: 'issue', issue: Number(parts[1]) };
  }
  if (parts[0] === 'profiles' && parts.length === 1) return { page: 'profiles' };
  if (parts[0] === 'bandwidth' && parts.length === 1) return { page: 'bandwidth' };
  if (parts[0] === 'verification' && parts.length === 1) return { page: 'verifications' };
  if (parts[0] === 'verification' && parts.length === 2) {
    const id = decoded(parts[1]);
    return id === undefined ? { page: 'nowhere' } : { page: 'verification', id };
  }
  if (parts[0] === 'patches' && parts.length === 1) return { page: 'queue' };
  if (parts[0] === 'patches' && parts[1] === 'debt' && parts.length === 2) return { page: 'debt' };
  if (parts[0] === 'patches' && parts[1] === 'proposals' && /^\d{1,15}$/.test(parts[2] ?? '')) {
    return parts.length === 3 ? { page: 'proposal', id: Number(parts[2]) } : { page: 'nowhere' };
  }
  return { page: 'nowhere' };
}

/** The page of a proposal, with the log of one run where that is named. */
export function proposalPath(id: number, run?: number): string {
  return `/patches/proposals/${id}${run === undefined ? '' : `?run=${run}`}`;
}

export function hostPath(host: string): string {
  return `/hosts/${encodeURIComponent(host)}`;
}

export function issuePath(issue: number): string {
  return `/issues/${issue}`;
}

export function verificationPath(id: string): string {
  return `/verification/${encodeURIComponent(id)}`;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
