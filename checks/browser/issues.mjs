// Works with the issues' pages in a headless Chromium as a person would and prints, as one JSON
// object on standard output, what was seen there. It judges nothing: IssuePagesTest.java does.
//
// usage: node issues.mjs '{"base": URL, "chromium": FILE, "screenshots": DIR, "file": FILE,
//                          "host": NAME, "hung": TITLE}'
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { observed, withPage } from './session.mjs';

const wanted = JSON.parse(process.argv[2]);
const seen = observed();
const id = (name) => `[data-testid=${name}]`;
const address = (path) => new URL(path, wanted.base).href;
const shot = (page, name) =>
  page.screenshot({ path: join(wanted.screenshots, `${name}.png`), fullPage: true });
const titles = (page) => page.locator(`${id('issues-table')} td.title a`).allInnerTexts();

mkdirSync(wanted.screenshots, { recursive: true });
await withPage(wanted, seen, 'light', { width: 1440, height: 900 }, async (page) => {
  await page.goto(address('/issues'));
  await page.locator(id('console-file')).setInputFiles(wanted.file);
  await page.locator(`${id('console-form')} input`).fill(wanted.host);
  await page.getByRole('button', { name: 'Find reports' }).click();
  seen.uploaded = await page.locator('[role=status]').innerText();
  await page.locator(`${id('issues-table')} td.title a`).nth(2).waitFor();
  seen.fleet = await titles(page);
  await page.getByRole('button', { name: 'Security' }).click();
  await page.waitForURL(/order=security/);
  await page.waitForTimeout(800);
  seen.security = await titles(page);
  await page.getByRole('button', { name: 'Fleet' }).click();
  await page.getByRole('button', { name: /^storage/ }).click();
  await page.waitForURL(/kind=storage/);
  await page.waitForTimeout(800);
  seen.storage = await titles(page);
  await shot(page, 'issues-kind');

  await page.goto(address('/issues'));
  await page.getByText(wanted.hung).first().click();
  await page.locator(id('hang')).waitFor();
  seen.root = await page.locator(id('hang-root')).first().innerText();
  seen.hang = await page.locator(id('hang')).innerText();
  seen.boxes = await page.locator(`${id('hang')} svg rect`).count();
  seen.arrows = await page.locator(`${id('hang')} svg path.arrow`).count();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Graphviz' }).click(),
  ]);
  seen.dot = readFileSync(await file.path(), 'utf8');
  seen.why = await page.locator(id('explain')).innerText();
  await page.locator(id('compare')).fill('1');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.waitForURL(/compare=1/);
  await page.getByText('Not the same issue').waitFor();
  seen.compared = await page.locator(id('explain')).innerText();
  await shot(page, 'issue-hang');
});
await withPage(wanted, seen, 'dark', { width: 390, height: 844 }, async (page) => {
  await page.goto(address('/issues'));
  await page.getByText(wanted.hung).first().click();
  await page.locator(id('hang')).waitFor();
  await shot(page, 'issue-hang-narrow');
  seen.narrowOverflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
});
console.log(JSON.stringify(seen));
