// Compares two kernels on the page of profiles in one click, then narrows the samples down by a
// condition chosen by keys, and prints what was seen.
//
// usage: node profiles.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR, "query"}'
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { observed, withPage } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const seen = { ...observed() };
mkdirSync(wanted.screenshots, { recursive: true });
const address = `${wanted.base}profiles?${wanted.query}`;
const param = (page, name) => new URL(page.url()).searchParams.get(name);
const samples = (page) => page.evaluate(() => Number(document.documentElement.dataset.flame));

async function compare(page) {
  await page.goto(address);
  await page.getByTestId('compare-kernels').first().click();
  await page.getByTestId('risen').waitFor();
  await page.getByTestId('diff-table').waitFor();
  await page.waitForTimeout(500);
}

/** Any two kernels by keys alone: here the older one against the newer. */
async function comparePair(page) {
  const before = page.url();
  await page.getByTestId('pair-kernel').focus();
  await page.keyboard.type('99.1');
  await page.keyboard.press('Tab');
  await page.keyboard.type('99.2');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction((old) => location.href !== old, before);
  await page.getByTestId('diff-table').waitFor();
}

for (const colours of ['light', 'dark']) {
  await withPage(wanted, seen, colours, { width: 1440, height: 1100 }, async (page) => {
    await compare(page);
    seen.filter = param(page, 'filter');
    seen.baseFilter = param(page, 'baseFilter');
    seen.risen = await page.getByTestId('risen').innerText();
    await page.screenshot({ path: join(wanted.screenshots, `kernels-${colours}.png`) });
  });
}
await withPage(wanted, seen, 'light', { width: 1440, height: 1100 }, async (page) => {
  await page.goto(`${address}&filter=${encodeURIComponent('host=old-* host=new-*')}`);
  await page.getByTestId('flame-canvas').waitFor();
  seen.all = await samples(page);
  await page.goto(address);
  await page.getByTestId('flame-canvas').waitFor();
  const before = await samples(page);
  await page.keyboard.press('f');
  await page.keyboard.type('comm');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /shop/ }).first().waitFor();
  await page.screenshot({ path: join(wanted.screenshots, 'filter-values.png') });
  await page.keyboard.type('shop');
  await page.waitForTimeout(600);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (old) => Number(document.documentElement.dataset.flame) !== old,
    before,
  );
  seen.chosen = param(page, 'filter');
  seen.filtered = await samples(page);
});
await withPage(wanted, seen, 'light', { width: 1440, height: 1100 }, async (page) => {
  await compare(page);
  seen.pairBefore = await page.getByTestId('pair-base').inputValue();
  await comparePair(page);
  seen.pairFilter = param(page, 'filter');
  seen.pairBaseFilter = param(page, 'baseFilter');
  await page.screenshot({ path: join(wanted.screenshots, 'kernels-pair.png') });
});
await withPage(wanted, seen, 'light', { width: 390, height: 844 }, async (page) => {
  await compare(page);
  seen.narrowOverflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await page.screenshot({ path: join(wanted.screenshots, 'kernels-narrow.png') });
});
console.log(JSON.stringify(seen));
