// Works with the bandwidth page in a headless Chromium as a person would and prints, as one JSON
// object on standard output, what was seen there. It judges nothing: BandwidthPageTest.java does.
//
// usage: node bandwidth.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR}'
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { observed, withPage } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const seen = observed();
const id = (name) => `[data-testid=${name}]`;
const query = (page) => new URL(page.url()).searchParams;
const address = (path) => new URL(path, wanted.base).href;
const shot = (page, name) =>
  page.screenshot({ path: join(wanted.screenshots, `${name}.png`), fullPage: true });

/** The figures of the first table whose title holds a text: name to values. */
function figures(page, title) {
  return page
    .locator(`${id('bandwidth-result')} table`, { hasText: title })
    .first()
    .evaluate((table) =>
      Object.fromEntries(
        [...table.querySelectorAll('tbody tr')].map((row) => [
          row.querySelector('th').textContent.trim(),
          [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()),
        ]),
      ),
    );
}

/** Waits until no run is under way. */
async function settled(page) {
  await page.locator(id('bandwidth-result')).waitFor();
  await page.waitForTimeout(400);
  await page.locator('.main[aria-busy="false"]').waitFor();
}

mkdirSync(wanted.screenshots, { recursive: true });
await withPage(wanted, seen, 'light', { width: 1440, height: 900 }, async (page) => {
  await page.goto(address('/'));
  await page.getByRole('link', { name: 'Bandwidth' }).click();
  await settled(page);
  seen.stranded = await figures(page, 'operation attach');
  seen.timelines = await page.locator(id('bandwidth-timeline')).count();
  seen.curves = await page.locator(`${id('bandwidth-curves')} canvas`).count();
  await shot(page, 'bandwidth-light');

  const canvas = page.locator(id('bandwidth-timeline')).first();
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + 300, box.y + box.height - 8);
  seen.tip = await page.locator('[role=tooltip]').innerText();
  await page.mouse.wheel(0, -300);
  await page.waitForURL(/view=/);
  seen.view = query(page).get('view');
  await canvas.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  seen.spoken = await page.locator('[aria-live=polite]').first().innerText();

  const limit = page.getByLabel('cpu.max of /batch', { exact: true });
  await limit.fill('999');
  await limit.press('Enter');
  seen.refused = await page.locator(`${id('group-tree')} [role=alert]`).innerText();
  await limit.fill('50000');
  await limit.press('Enter');
  await page.waitForURL(/set=/);
  await settled(page);
  seen.set = query(page).get('set');
  seen.widened = await figures(page, '/batch cpu.stat');
  await page.reload();
  await settled(page);
  seen.reloaded = await figures(page, '/batch cpu.stat');
  await page.goBack();
  await settled(page);
  seen.back = await figures(page, '/batch cpu.stat');

  const slider = page.locator(`${id('limit-sliders')} input[type=range]`).first();
  await slider.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('PageUp');
  await page.waitForURL(/set=/);
  await settled(page);
  seen.slid = query(page).get('set');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  seen.saved = readFileSync(await (await saved).path(), 'utf8');

  await page.locator(id('scenario-file')).setInputFiles({
    name: 'mine.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(
      'name: "<img src=x onerror=kedgePwned=1>"\nmachine: {cpus: 1}\nkernel: 6.18\nduration: 500ms\n' +
        'groups: {/mine: 20000 50000}\nworkloads: {"<b>hog": {group: /mine, steps: [hog]}}\n',
    ),
  });
  await page.waitForURL(/[?&]s=/);
  await settled(page);
  seen.mine = await figures(page, '/mine cpu.stat');
  await page.reload();
  await settled(page);
  seen.mineReloaded = await figures(page, '/mine cpu.stat');
  await page.locator(id('scenario-file')).setInputFiles({
    name: 'bad.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from('machine: {cpus: 1}\nkernel: 6.18\nworkload: {}\n'),
  });
  seen.mistake = await page.locator('.refused').innerText();
});
await withPage(wanted, seen, 'dark', { width: 1280, height: 800 }, async (page) => {
  await page.goto(address('/bandwidth?example=woken-while-throttled'));
  await settled(page);
  seen.woken = await figures(page, 'operation write');
  await shot(page, 'bandwidth-dark');
});
await withPage(wanted, seen, 'light', { width: 390, height: 844 }, async (page) => {
  await page.goto(address('/bandwidth'));
  await settled(page);
  seen.narrowOverflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  await shot(page, 'bandwidth-narrow');
});
console.log(JSON.stringify(seen));
