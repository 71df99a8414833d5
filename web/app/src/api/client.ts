import { session } from './session.svelte';

/** A failure in words a person can act on. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}: ${detail}`);
  }
}

export type Query = Record<string, string | number | null | undefined>;

export function apiUrl(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

/** The path of a host in the API. */
export function hostApi(host: string, rest = ''): string {
  return `/hosts/${encodeURIComponent(host)}${rest}`;
}

/** Gets JSON; throws ApiError, or an AbortError when the signal fires. */
export async function getJson<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  const response = await send(apiUrl(path, query), { signal });
  return (await response.json()) as T;
}

/** Gets a file. */
export async function getFile(url: string): Promise<Blob> {
  return (await send(url, {})).blob();
}

/** Posts plain text, as it is. */
export async function postText<T>(path: string, query: Query, body: Blob): Promise<T> {
  const headers = { 'Content-Type': 'text/plain' };
  const response = await send(apiUrl(path, query), { method: 'POST', body, headers });
  return (await response.json()) as T;
}

/** Posts a YAML document (JSON is one) and gets JSON; throws as getJson does. */
export async function postYaml<T>(
  path: string,
  query: Query,
  body: string,
  signal?: AbortSignal,
): Promise<T> {
  const headers = { 'Content-Type': 'application/yaml' };
  const response = await send(apiUrl(path, query), { method: 'POST', body, headers, signal });
  return (await response.json()) as T;
}

/** Posts nothing but the wish itself and gets JSON; throws as getJson does. */
export async function post<T>(path: string): Promise<T> {
  return (await (await send(apiUrl(path), { method: 'POST' })).json()) as T;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (session.token) headers.set('Authorization', `Bearer ${session.token}`);
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers, cache: 'no-store' });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(
      0,
      'The server does not answer',
      'Is kedge still running? What you see is the last it said; this page asks again by itself.',
    );
  }
  session.heardAt(response.headers.get('Date'));
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (response.status === 401) session.refused();
  throw problem;
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as { title?: string; detail?: string };
    return new ApiError(
      response.status,
      problem.title ?? `HTTP ${response.status}`,
      problem.detail ?? response.statusText,
    );
  } catch {
    return new ApiError(response.status, `HTTP ${response.status}`, response.statusText);
  }
}
