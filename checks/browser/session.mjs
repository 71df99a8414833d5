// A page in a headless Chromium, and a note of everything that must not happen on it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PATIENCE = 30_000;

// Root may not use Chromium's sandbox; the rest keeps it from calling home.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
];

/** What must stay empty. */
export function observed() {
  return { dialogs: [], errors: [], elsewhere: [], executed: [] };
}

/** How a script finds what is marked for tests, names an address, and keeps a picture of a page. */
export function ways(wanted) {
  mkdirSync(wanted.screenshots, { recursive: true });
  return {
    id: (name) => `[data-testid=${name}]`,
    address: (path) => new URL(path, wanted.base).href,
    shot: (page, name) =>
      page.screenshot({ path: join(wanted.screenshots, `${name}.png`), fullPage: true }),
  };
}

/** Opens a page in the given colours and notes everything that must not happen on it. */
export async function withPage(wanted, seen, colorScheme, viewport, look) {
  const profile = mkdtempSync(join(tmpdir(), 'kedge-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: wanted.chromium,
    headless: true,
    args: FLAGS,
    colorScheme,
    viewport,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(PATIENCE);
    page.on('dialog', (dialog) => {
      seen.dialogs.push(dialog.message());
      dialog.dismiss();
    });
    page.on('pageerror', (error) => seen.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') seen.errors.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(wanted.base) && !/^(data|blob|about|chrome)/.test(url)) {
        seen.elsewhere.push(url);
      }
    });
    await look(page);
    const executed = await page.evaluate(() => globalThis.kedgePwned);
    if (executed !== undefined) seen.executed.push(page.url());
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

