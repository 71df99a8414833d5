// Works with the merge queue's pages in a headless Chromium as a person would and prints, as one
// JSON object on standard output, what was seen there. It judges nothing: MergeQueueTest.java does.
//
// usage: node queue.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR, "bad": NUMBER}'
import { observed, ways, withPage } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const seen = observed();
const { id, address, shot } = ways(wanted);

await withPage(wanted, seen, 'light', { width: 1440, height: 900 }, async (page) => {
  await page.goto(address('/patches'));
  await page.locator(id('queue-ended')).waitFor();
  seen.branch = await page.locator(id('queue-branch')).innerText();
  seen.open = await page.locator(id('queue-open')).innerText();
  seen.ended = await page.locator(id('queue-ended')).innerText();
  await shot(page, 'merge-queue');
  await page.goto(address(`/patches/proposals/${wanted.bad}`));
  await page.locator(id('run-log')).waitFor();
  seen.title = await page.locator(id('proposal-title')).innerText();
  seen.reason = await page.locator(id('proposal-reason')).innerText();
  seen.runs = await page.locator(`${id('runs')} tbody tr`).count();
  seen.log = await page.locator(id('run-log')).innerText();
  await shot(page, 'merge-queue-proposal');
  await page.goto(address('/patches'));
  await page.locator(id('queue-open')).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.locator(id('proposal-reason')).waitFor();
  seen.withdrawn = await page.locator(id('proposal-reason')).innerText();
});
await withPage(wanted, seen, 'dark', { width: 390, height: 844 }, async (page) => {
  for (const path of ['/patches', `/patches/proposals/${wanted.bad}`]) {
    await page.goto(address(path));
    await page.locator('main p').first().waitFor();
    await page.waitForTimeout(500);
    seen.narrowOverflow = Math.max(
      seen.narrowOverflow ?? 0,
      await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ),
    );
  }
  await shot(page, 'merge-queue-narrow');
});
console.log(JSON.stringify(seen));
