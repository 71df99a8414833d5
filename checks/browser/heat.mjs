// Selects a span in the heat map of a host, by dragging and by keys, and prints what was seen.
//
// usage: node heat.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR,
//                        "host", "query", "from", "to"}'   from and to in epoch milliseconds
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { observed, withPage } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const seen = { ...observed() };
mkdirSync(wanted.screenshots, { recursive: true });

async function open(page) {
  await page.goto(`${wanted.base}hosts/${encodeURIComponent(wanted.host)}?${wanted.query}`);
  const map = page.getByTestId('heat-map');
  await map.waitFor();
  await map.scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  return map;
}

/** Where a moment is in the window. */
async function spotOf(map, at) {
  const box = await map.boundingBox();
  const data = await map.evaluate((canvas) => ({ ...canvas.dataset }));
  const second = (at - Number(data.start)) / 1000;
  const wide = (box.width - Number(data.gutter)) / Number(data.columns);
  return {
    x: box.x + Number(data.gutter) + (Math.floor(second) + 0.5) * wide,
    y: box.y + Number(data.mapHeight) * (1 - (second - Math.floor(second))) - 1,
  };
}

async function told(page) {
  await page.getByTestId('spot').waitFor();
  await page.getByTestId('flame-top').first().waitFor();
  await page.waitForTimeout(500);
  return {
    spot: new URL(page.url()).searchParams.get('spot'),
    text: await page.getByTestId('spot').innerText(),
    top: await page.getByTestId('flame-top').first().innerText(),
  };
}

for (const colours of ['light', 'dark']) {
  await withPage(wanted, seen, colours, { width: 1440, height: 1700 }, async (page) => {
    const map = await open(page);
    const from = await spotOf(map, wanted.from);
    const to = await spotOf(map, wanted.to);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    seen[colours] = await told(page);
    await page.mouse.move(10, 10);
    await page.screenshot({ path: join(wanted.screenshots, `heat-${colours}.png`) });
  });
}
await withPage(wanted, seen, 'light', { width: 1440, height: 1700 }, async (page) => {
  const map = await open(page);
  await map.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByTestId('spot').waitFor();
  seen.keys = new URL(page.url()).searchParams.get('spot');
  seen.mapStart = Number(await map.getAttribute('data-start'));
});
await withPage(wanted, seen, 'light', { width: 390, height: 844 }, async (page) => {
  await open(page);
  seen.narrowOverflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
});
process.stdout.write(JSON.stringify(seen));
