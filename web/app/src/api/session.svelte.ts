// The token, and the server's clock. The token lives in this tab only (sessionStorage).

const KEY = 'kedge.token';

class Session {
  token = $state(window.sessionStorage.getItem(KEY) ?? '');
  /** The server wants a token, or refused the one it was given. */
  asked = $state(false);
  /** Counts the tokens given, so that whatever waits for one can ask again. */
  given = $state(0);
  private skew = 0;

  /** Milliseconds of the server's clock, so that a wrong clock in the browser hides no data. */
  now(): number {
    return Date.now() + this.skew;
  }

  heardAt(date: string | null): void {
    const at = date ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(at)) return;
    const skew = at + 500 - Date.now();
    this.skew = Math.abs(skew) < 2000 ? 0 : skew;
  }

  refused(): void {
    this.asked = true;
  }

  give(token: string): void {
    this.token = token.trim();
    window.sessionStorage.setItem(KEY, this.token);
    this.asked = false;
    this.given++;
  }
}

export const session = new Session();
