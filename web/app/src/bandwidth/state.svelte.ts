import { getJson, postYaml } from '../api/client';
import { Resource } from '../api/resource.svelte';
import { place } from '../routing/location.svelte';
import type { Example, Read, Simulation } from './answer';
import { firstView, wanted, within } from './axis';
import type { Limit } from './limits';
import {
  type Choice,
  FRESH,
  limitsKey,
  MAX_PACKED,
  pack,
  readChoice,
  unpack,
  viewKey,
  type Window,
} from './link';
import { changedBy, cpusIn, groupsOf, milliseconds, type ScenarioFile } from './scenario';

const SETTLE_MS = 60;
const DEFAULT_MS = 10_000;

/** The page's state: what the address says, what is being dragged, and what the server answered. */
export class Bandwidth {
  readonly examples = new Resource<{ examples: Example[] }>();
  readonly result = new Resource<Simulation>();
  /** A scenario from the address or a file. */
  private own = $state.raw<{ packed: string; file: ScenarioFile } | undefined>();
  /** Why the scenario in the address cannot be read. */
  damaged = $state('');
  /** A limit while its slider moves. */
  private dragged = $state.raw<{ path: string; limit: Limit } | undefined>();
  /** The view while the wheel turns; the address gets it when it rests. */
  private turning = $state.raw<Window | undefined>();
  private resting = 0;
  private waiting = 0;

  choice: Choice = $derived(readChoice(place.query));

  /** The ready scenario chosen; the first without a choice. */
  example = $derived.by((): Example | undefined => {
    if (this.choice.own !== undefined) return undefined;
    const all = this.examples.value?.examples ?? [];
    return this.choice.example === undefined
      ? all[0]
      : all.find((one) => one.id === this.choice.example);
  });

  /** The scenario as it was before anything was changed. */
  original = $derived.by((): ScenarioFile | undefined => {
    if (this.choice.own === undefined) return this.example?.scenario;
    return this.own?.packed === this.choice.own ? this.own.file : undefined;
  });

  file = $derived.by((): ScenarioFile | undefined => {
    if (!this.original) return undefined;
    const limits = new Map(this.choice.limits);
    if (this.dragged) limits.set(this.dragged.path, this.dragged.limit);
    return changedBy(this.original, { ...this.choice, limits });
  });

  groups = $derived(this.file ? groupsOf(this.file) : []);
  firstLimits = $derived(
    new Map(this.original ? groupsOf(this.original).map((one) => [one.path, one.limit]) : []),
  );
  cpus = $derived(this.file ? cpusIn(this.file) : 1);
  durationNs = $derived(Math.round((milliseconds(this.file?.duration) ?? DEFAULT_MS) * 1e6));

  /** The group the sliders, throttles and curves show: the first limited one without a choice. */
  selected = $derived.by((): string => {
    const chosen = this.groups.find((one) => one.path === this.choice.group);
    // By the limits it had at first, so that lifting one does not select another group.
    const limited = this.groups.find((one) => this.firstLimits.get(one.path)?.quota !== null);
    return (chosen ?? limited ?? this.groups[0])?.path ?? '';
  });

  view = $derived.by((): Window => {
    const asked = this.turning ?? this.choice.view;
    if (asked) return within(asked, this.durationNs);
    const periods = [...this.firstLimits.values()]
      .filter((one) => one.quota !== null)
      .map((one) => one.period);
    return firstView(this.durationNs, periods.length > 0 ? Math.max(...periods) : 100_000);
  });

  loadExamples(): void {
    this.examples.load('examples', (signal) => getJson('/bandwidth/examples', {}, signal));
  }

  /** Reads the scenario in the address, if there is one. */
  async open(): Promise<void> {
    const packed = this.choice.own;
    if (packed === undefined || this.own?.packed === packed) {
      if (packed === undefined) this.damaged = '';
      return;
    }
    try {
      const file = (await unpack(packed)) as ScenarioFile;
      if (typeof file !== 'object' || file === null) throw new TypeError('not a scenario');
      this.own = { packed, file };
      this.damaged = '';
    } catch (cause) {
      this.damaged = cause instanceof Error ? cause.message : String(cause);
    }
  }

  /** Runs what is chosen, once things have settled; a newer run takes the place of an older. */
  run(): void {
    const { file, choice, view, durationNs } = this;
    if (!file) return;
    const part = wanted(view, durationNs);
    const query = {
      kernels: choice.kernels.join(','),
      fromMs: Math.floor(part.from / 1e6),
      toMs: Math.ceil(part.to / 1e6),
      interim: 'true',
    };
    const body = JSON.stringify(file);
    const key = `${JSON.stringify(query)} ${body}`;
    const start = () =>
      this.result.load(key, (signal) =>
        postYaml<Simulation>('/bandwidth/simulate', query, body, signal),
      );
    window.clearTimeout(this.waiting);
    if (this.result.value === undefined && !this.result.loading) start();
    else this.waiting = window.setTimeout(start, SETTLE_MS);
  }

  /** Asks again after a failure. */
  again(): void {
    this.result.cancel();
    this.run();
  }

  stop(): void {
    window.clearTimeout(this.waiting);
    window.clearTimeout(this.resting);
    this.result.cancel();
  }

  choose(example: string): void {
    place.patch({ ...FRESH, example });
  }

  drag(path: string, limit: Limit): void {
    this.dragged = { path, limit };
  }

  setLimit(path: string, limit: Limit): void {
    const limits = new Map(this.choice.limits).set(path, limit);
    const first = this.firstLimits.get(path);
    if (first && limitsKey(new Map([[path, first]]))[0] === limitsKey(new Map([[path, limit]]))[0])
      limits.delete(path);
    this.dragged = undefined;
    place.patch({ set: limitsKey(limits) });
  }

  look(view: Window): void {
    this.turning = view;
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      place.patch({ view: viewKey(view) }, true);
      this.turning = undefined;
    }, 220);
  }

  /** Checks a scenario file, and shows it; answers why not. */
  async take(text: string): Promise<void> {
    const read = await readScenario(text);
    const packed = await pack(read.scenario);
    this.own = { packed, file: read.scenario };
    if (packed.length > MAX_PACKED) {
      throw new RangeError(
        'The scenario is too large for an address of this page. Run it with: kedge bandwidth sim FILE',
      );
    }
    place.patch({ ...FRESH, s: packed });
  }

  /** The present scenario as a file. */
  async yaml(): Promise<string> {
    return (await readScenario(JSON.stringify(this.file))).yaml;
  }
}

async function readScenario(text: string): Promise<Read> {
  return postYaml<Read>('/bandwidth/scenario', {}, text);
}
