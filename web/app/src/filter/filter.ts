// The language of filters, as the server's ProfileFilter reads it: KEY=VALUE and KEY!=VALUE with
// blanks between them; * and ? are wild, a backslash takes that away, quotes hold blanks together.
// The server judges; this is for chips and suggestions.

export interface Term {
  key: string;
  negated: boolean;
  /** A pattern, as it stands between the quotes. */
  value: string;
}

/** Keys, with what they look at. */
export const KEYS: [key: string, about: string][] = [
  ['command', 'name of the process'],
  ['cgroup', 'cgroup and all below it'],
  ['pod', 'Kubernetes pod, by uid or name'],
  ['container', 'container, by name or id'],
  ['namespace', 'Kubernetes namespace'],
  ['ns', 'kernel namespace, such as pid:4026532450 or pid:host'],
  ['thread', 'name of the thread'],
  ['cpu', 'CPU, such as 3 or 0-7'],
  ['pid', 'process id'],
  ['tid', 'thread id'],
  ['kernel', 'kernel release it ran under'],
  ['host', 'name of the host'],
];

const KEY = /^([a-z0-9]+)(!?=)/i;

/** The terms of a filter; what is none yet is left over. */
export function parseFilter(text: string): { terms: Term[]; rest: string } {
  const terms: Term[] = [];
  let left = text.trim();
  while (left) {
    const key = KEY.exec(left);
    if (!key) return { terms, rest: left };
    const [value, after] = valueIn(left.slice(key[0].length));
    if (after === undefined) return { terms, rest: left };
    terms.push({ key: key[1], negated: key[2] === '!=', value });
    left = after.trim();
  }
  return { terms, rest: '' };
}

/** The value at the beginning of a text, and what follows it; undefined after an open quote. */
function valueIn(text: string): [value: string, after: string | undefined] {
  const quoted = text.startsWith('"');
  let value = '';
  for (let at = quoted ? 1 : 0; at < text.length; at++) {
    const char = text[at];
    if (quoted ? char === '"' : /\s/.test(char)) return [value, text.slice(at + 1)];
    if (char === '\\' && at + 1 < text.length) {
      at++;
      value += text[at] === '"' ? '"' : char + text[at];
    } else {
      value += char;
    }
  }
  return [value, quoted ? undefined : ''];
}

export function termText(term: Term): string {
  const quoted = term.value === '' || /[\s"]/.test(term.value);
  const value = quoted ? `"${term.value.replace(/"/g, '\\"')}"` : term.value;
  return `${term.key}${term.negated ? '!=' : '='}${value}`;
}

export function filterText(terms: Term[]): string {
  return terms.map(termText).join(' ');
}

/** The pattern that matches this text and no other. */
export function exactly(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

/** A filter with a term more, which is there once. */
export function withTerm(filter: string, term: Term): string {
  const { terms } = parseFilter(filter);
  const text = termText(term);
  return terms.some((one) => termText(one) === text) ? filter : filterText([...terms, term]);
}

/** A filter in which one value of a key takes the place of all others. */
export function withOnly(filter: string, key: string, value: string): string {
  const others = parseFilter(filter).terms.filter((one) => one.key !== key);
  return filterText([...others, { key, negated: false, value: exactly(value) }]);
}

/** The text that is the only value of a key, if there is just one and it has no wild characters. */
export function onlyOf(filter: string, key: string): string | undefined {
  const terms = parseFilter(filter).terms.filter((one) => one.key === key);
  if (terms.length !== 1 || terms[0].negated) return undefined;
  const text = terms[0].value.replace(/\\(.)/g, '$1');
  return exactly(text) === terms[0].value ? text : undefined;
}

/** What the person is writing: a key, or the value of one. */
export type Draft =
  | { part: 'key'; text: string }
  | { part: 'value'; key: string; negated: boolean; text: string };

export function draftOf(text: string): Draft {
  const key = KEY.exec(text.trimStart());
  if (!key) return { part: 'key', text: text.trim() };
  const value = text.trimStart().slice(key[0].length);
  return {
    part: 'value',
    key: key[1].toLowerCase(),
    negated: key[2] === '!=',
    text: value.replace(/^"|"$/g, ''),
  };
}

/** The filter of an address; links of before filters had terms hold single values. */
export function filterOf(query: URLSearchParams): string {
  let filter = query.get('filter') ?? '';
  for (const [name, key] of [
    ['pid', 'pid'],
    ['cmd', 'command'],
    ['cgroup', 'cgroup'],
  ]) {
    const value = query.get(name);
    if (value) filter = withTerm(filter, { key, negated: false, value: exactly(value) });
  }
  return filter;
}

/** A change of the address to another filter. */
export function toFilter(filter: string) {
  return { filter, pid: null, cmd: null, cgroup: null, focus: null };
}
