import type { Graph } from './graph';
import type { Layout } from './layout';

/** What a search found. */
export interface Found {
  /** 1 for each matching node. */
  readonly match: Uint8Array;
  readonly nodes: number;
  /** Samples at or below a match, each counted once. */
  readonly samples: number;
  /** Share of the visible width at or below a match. */
  readonly share: number;
}

/**
 * Finds nodes by function or module. Plain text matches without regard to case; text between
 * slashes is a regular expression. Undefined when the text is empty or no expression.
 */
export function search(graph: Graph, layout: Layout, text: string): Found | undefined {
  const test = matcher(text);
  if (!test) return undefined;
  const hits = Uint8Array.from(graph.strings, (name) => (test(name) ? 1 : 0));
  const match = new Uint8Array(graph.size);
  const under = new Uint8Array(graph.size);
  let nodes = 0;
  let samples = 0;
  let share = 0;
  for (let i = 1; i < graph.size; i++) {
    const covered = under[graph.parent[i]];
    const matches = layout.width[i] > 0 && (hits[graph.name[i]] || hits[graph.module[i]]);
    if (matches) {
      match[i] = 1;
      nodes++;
      if (!covered) {
        samples += graph.total[i];
        share += layout.width[i];
      }
    }
    under[i] = covered || matches ? 1 : 0;
  }
  return { match, nodes, samples, share };
}

export function matcher(text: string): ((name: string) => boolean) | undefined {
  const trimmed = text.trim();
  if (trimmed.length === 0) return undefined;
  const pattern = /^\/(.+)\/$/.exec(trimmed);
  if (pattern) {
    try {
      const expression = new RegExp(pattern[1], 'i');
      return (name) => expression.test(name);
    } catch {
      return undefined;
    }
  }
  const lower = trimmed.toLowerCase();
  return (name) => name.toLowerCase().includes(lower);
}
