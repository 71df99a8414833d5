// Looks at the page of a tree's debt in a headless Chromium as a person would and prints, as one
// JSON object on standard output, what was seen there. It judges nothing: DownstreamTreeTest.java
// does.
//
// usage: node debt.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR}'
import { observed, ways, withPage } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const seen = observed();
const { id, address, shot } = ways(wanted);

await withPage(wanted, seen, 'light', { width: 1440, height: 900 }, async (page) => {
  await page.goto(address('/patches/debt'));
  await page.locator(id('debt-patches')).waitFor();
  seen.lead = await page.locator(id('debt-lead')).innerText();
  seen.patches = await page.locator(id('debt-patches')).innerText();
  seen.trend = await page.locator(id('debt-trend')).innerText();
  await shot(page, 'debt');
  await page.locator(id('debt-subsystem')).getByRole('link').first().click();
  await page.waitForFunction(() => window.location.search.includes('subsystem='));
  seen.picked = await page.locator(`${id('debt-patches')} tbody tr`).count();
});
await withPage(wanted, seen, 'dark', { width: 390, height: 844 }, async (page) => {
  await page.goto(address('/patches/debt'));
  await page.locator(id('debt-lead')).waitFor();
  await page.waitForTimeout(500);
  seen.narrowOverflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await shot(page, 'debt-narrow');
});
console.log(JSON.stringify(seen));
