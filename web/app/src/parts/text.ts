// Text from outside (kernel logs, command names, titles) is only ever shown as text. Characters
// that would act on a terminal or turn the reading order are replaced by visible ones.

const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * Control characters and the invisible ones that order or join text, written as C escapes: `\x1b`,
 * `\u202e`. Every font has these signs, and they can be typed into a search. Tabs stay unless
 * `tabs` is false.
 */
export function visible(text: string, tabs = true): string {
  return text.replace(UNSEEN, (char) => {
    const code = char.charCodeAt(0);
    if (code === 9 && tabs) return char;
    const digits = code.toString(16);
    return code < 256 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
  });
}

/** One piece of a line of raw text: as it is, or made visible in place of what cannot be seen. */
export interface Piece {
  text: string;
  shown: boolean;
}

/** Splits a line so that a page can mark the characters that were made visible. */
export function pieces(line: string): Piece[] {
  const out: Piece[] = [];
  let plain = '';
  for (const char of line) {
    const shown = visible(char);
    if (shown === char) {
      plain += char;
    } else {
      if (plain) out.push({ text: plain, shown: false });
      plain = '';
      const last = out[out.length - 1];
      if (last?.shown) last.text += shown;
      else out.push({ text: shown, shown: true });
    }
  }
  if (plain) out.push({ text: plain, shown: false });
  return out;
}

/** Lines of a raw text; a carriage return before the line feed belongs to the line's end. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.length > 1 && lines[lines.length - 1] === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** A name cut in the middle, where the end tells as much as the beginning. */
export function middle(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
