import { session } from '../api/session.svelte';
import { place } from '../routing/location.svelte';
import { type Choice, choiceKey, parseChoice, type Range, resolve } from './range';

const REFRESH_MS = 5000;

/** The time range all pages share, from the URL; it follows now while it is a relative one. */
class View {
  /** Now, as of the last refresh. */
  now = $state(session.now());
  private holds = 0;

  choice: Choice = $derived(parseChoice(place.query));
  live: boolean = $derived(this.choice.kind === 'last');
  range: Range = $derived(resolve(this.choice, this.now));

  constructor() {
    window.setInterval(() => this.tick(), REFRESH_MS);
    document.addEventListener('visibilitychange', () => this.tick());
  }

  choose(choice: Choice, replace = false): void {
    this.now = session.now();
    place.patch({ range: choiceKey(choice) }, replace);
  }

  /** Stops following now, keeping what is visible; or follows it again with the same length. */
  toggleLive(): void {
    const { from, to } = this.range;
    if (this.live) this.choose({ kind: 'between', range: { from, to } });
    else this.choose({ kind: 'last', ms: Math.round((to - from) / 1000) * 1000 });
  }

  /** Keeps the range still while someone drags over it. */
  hold(): void {
    this.holds++;
  }

  release(): void {
    this.holds = Math.max(0, this.holds - 1);
  }

  private tick(): void {
    if (this.holds === 0 && !document.hidden) this.now = session.now();
  }
}

export const view = new View();
