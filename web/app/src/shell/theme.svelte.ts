import type { Theme } from '../flame/colours';

const KEY = 'kedge.theme';

/** Light or dark: the person's choice, else the system's. */
class Appearance {
  private chosen = $state<Theme | undefined>(stored());
  private system = $state<Theme>('light');
  shown: Theme = $derived(this.chosen ?? this.system);

  constructor() {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    this.system = dark.matches ? 'dark' : 'light';
    dark.addEventListener('change', (event) => {
      this.system = event.matches ? 'dark' : 'light';
    });
    this.apply();
  }

  toggle(): void {
    const next = this.shown === 'dark' ? 'light' : 'dark';
    this.chosen = next === this.system ? undefined : next;
    if (this.chosen) window.localStorage.setItem(KEY, this.chosen);
    else window.localStorage.removeItem(KEY);
    this.apply();
  }

  private apply(): void {
    if (this.chosen) document.documentElement.dataset.theme = this.chosen;
    else delete document.documentElement.dataset.theme;
  }
}

function stored(): Theme | undefined {
  const value = window.localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : undefined;
}

export const appearance = new Appearance();
