// Opens pages in a headless Chromium and prints, as one JSON object on standard output, what was
// seen there. It judges nothing: that is the caller's part (BrowserTest.java).
//
// usage: node looks.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR,
//                         "hosts": [{"host", "search"}], "issues": {"title"}}'
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { observed, withPage as openedBy } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const PATIENCE = 30_000;

const seen = { hosts: [], issues: {}, ...observed() };
const withPage = (colours, viewport, look) => openedBy(wanted, seen, colours, viewport, look);

/** How many different colours the canvas inside the element shows, looked at on a grid. */
function colours(locator) {
  return locator.evaluate((element) => {
    const canvases = element instanceof HTMLCanvasElement ? [element] : element.querySelectorAll('canvas');
    const found = new Set();
    for (const canvas of canvases) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const { data, width } = canvas
        .getContext('2d')
        .getImageData(0, 0, canvas.width, canvas.height);
      const height = data.length / 4 / width;
      for (let y = 0; y < height; y += 3) {
        for (let x = 0; x < width; x += 3) {
          const at = (y * width + x) * 4;
          if (data[at + 3] > 0) found.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
        }
      }
    }
    return found.size;
  });
}

/** Waits until the element shows more than two colours; what it shows by then. */
async function painted(locator) {
  const deadline = Date.now() + PATIENCE;
  let count = await colours(locator);
  while (count <= 2 && Date.now() < deadline) {
    await new Promise((resume) => setTimeout(resume, 250));
    count = await colours(locator);
  }
  return count;
}

/** A picture of the window; of the whole page it would show a canvas that follows the window torn. */
function picture(page, name) {
  return page.screenshot({ path: join(wanted.screenshots, `${name}.png`) });
}

async function lookAtHost(page, { host, search }, name) {
  await page.goto(`${wanted.base}hosts/${encodeURIComponent(host)}`);
  const found = { host };
  await page.getByTestId('identity').waitFor();
  found.firstPaintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1,
  );
  found.identity = await page.getByTestId('identity').innerText();
  const canvas = page.getByTestId('flame-canvas');
  await canvas.waitFor();
  found.flameColours = await painted(canvas);
  found.flameLabel = await canvas.getAttribute('aria-label');
  found.vitalColours = await painted(page.getByTestId('vitals'));
  found.vitals = await page.getByTestId('vitals').innerText();
  found.cost = await page.getByTestId('cost').innerText();
  await picture(page, name);
  if (search) {
    await page.getByTestId('flame-search').fill(search);
    await page.getByTestId('flame-search').press('Enter');
    await page.waitForTimeout(500);
    await picture(page, `${name}-search`);
  }
  found.top = await page.getByTestId('flame-top').first().innerText();
  found.address = page.url();
  return found;
}

async function lookAtIssues(page, { title }, colorScheme) {
  const found = {};
  await page.goto(`${wanted.base}issues`);
  const table = page.getByTestId('issues-table');
  await table.getByText(title).first().waitFor();
  found.table = await table.innerText();
  await picture(page, `issues-${colorScheme}`);
  await table.getByText(title).first().click();
  await page.getByTestId('issue-title').waitFor();
  found.title = await page.getByTestId('issue-title').innerText();
  await page.getByTestId('issue-text').first().waitFor();
  found.text = await page.getByTestId('issue-text').first().innerText();
  found.address = page.url();
  await picture(page, `issue-${colorScheme}`);
  return found;
}

mkdirSync(wanted.screenshots, { recursive: true });
const wide = { width: 1440, height: 900 };
const tall = { width: 1440, height: 1500 };
await withPage('light', tall, async (page) => {
  for (const host of wanted.hosts) {
    seen.hosts.push(await lookAtHost(page, host, `host-light-${seen.hosts.length}`));
  }
});
await withPage('dark', tall, async (page) => {
  seen.dark = await lookAtHost(page, wanted.hosts[0], 'host-dark-0');
  // The address holds the selection: a colleague who opens it sees the same.
  seen.issues = await lookAtIssues(page, wanted.issues, 'dark');
});
await withPage('light', wide, (page) => lookAtIssues(page, wanted.issues, 'light'));
await withPage('light', { width: 390, height: 844 }, async (page) => {
  await page.goto(seen.issues.address);
  await page.getByTestId('issue-title').waitFor();
  await page.waitForTimeout(300);
  seen.narrowOverflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await picture(page, 'issue-phone');
});
console.log(JSON.stringify(seen));
