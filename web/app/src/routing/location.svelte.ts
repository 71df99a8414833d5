// The one place that knows the browser's address. Pages read the path and the query from here and
// change them only through here, so that back works and a link shows what its sender saw.

export type Changes = Record<string, string | string[] | number | null | undefined>;

class Place {
  path = $state(window.location.pathname);
  query = $state.raw(new URLSearchParams(window.location.search));

  constructor() {
    window.addEventListener('popstate', () => this.read());
    document.addEventListener('click', (event) => this.follow(event));
  }

  /** Goes to an address of this app. */
  go(href: string, replace = false): void {
    if (href === window.location.pathname + window.location.search) return;
    const before = this.path;
    if (replace) window.history.replaceState(null, '', href);
    else window.history.pushState(null, '', href);
    this.read();
    if (this.path !== before) window.scrollTo(0, 0);
  }

  /** Changes parts of the query; null or an empty list takes a part away. */
  patch(changes: Changes, replace = false): void {
    this.go(this.href(changes), replace);
  }

  /** The present address with parts of the query changed, for links. */
  href(changes: Changes): string {
    return address(this.path, changed(this.query, changes));
  }

  private read(): void {
    this.path = window.location.pathname;
    this.query = new URLSearchParams(window.location.search);
  }

  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement)) return;
    if (link.target || link.hasAttribute('download') || link.origin !== window.location.origin) {
      return;
    }
    if (link.pathname.startsWith('/api/')) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

/** A copy of the query with some parts changed. */
export function changed(query: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    if (Array.isArray(value)) for (const one of value) next.append(name, one);
    else if (value !== null && value !== undefined && value !== '') next.set(name, String(value));
  }
  return next;
}

/** Path and query as one address, with the characters kept readable that may stand in a query. */
export function address(path: string, query: URLSearchParams): string {
  const text = query
    .toString()
    .replace(/%2F/g, '/')
    .replace(/%3A/g, ':')
    .replace(/%40/g, '@')
    .replace(/%2C/g, ',');
  return text ? `${path}?${text}` : path;
}

export const place = new Place();
