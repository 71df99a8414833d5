import { untrack } from 'svelte';
import { ApiError } from './client';

/**
 * Something fetched. The last value stays while the next one is on its way, so that a refresh moves
 * nothing; a change of the subject (its key) drops it.
 */
export class Resource<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<ApiError | undefined>(undefined);
  loading = $state(false);
  private key = '';
  private current: AbortController | undefined;

  /**
   * Fetches. A second call for the same key while the first is under way is a refresh and is left
   * out, so that a slow server is not asked faster than it answers.
   */
  load(key: string, fetcher: (signal: AbortSignal) => Promise<T>, keep = true): void {
    untrack(() => this.start(key, fetcher, keep));
  }

  private start(key: string, fetcher: (signal: AbortSignal) => Promise<T>, keep: boolean): void {
    if (key === this.key && this.loading) return;
    if (key !== this.key && !keep) this.value = undefined;
    this.current?.abort();
    this.key = key;
    const control = new AbortController();
    this.current = control;
    this.loading = true;
    fetcher(control.signal).then(
      (value) => this.settle(control, () => this.succeed(value)),
      (cause) => this.settle(control, () => this.fail(cause)),
    );
  }

  cancel(): void {
    this.current?.abort();
    this.current = undefined;
    this.loading = false;
  }

  private settle(control: AbortController, then: () => void): void {
    if (this.current !== control) return;
    this.loading = false;
    then();
  }

  private succeed(value: T): void {
    this.value = value;
    this.error = undefined;
  }

  private fail(cause: unknown): void {
    if (cause instanceof DOMException && cause.name === 'AbortError') return;
    this.error =
      cause instanceof ApiError
        ? cause
        : new ApiError(0, 'The answer could not be read', String(cause));
  }
}
