// Takes screenshots: node dev/shots.mjs FOLDER '[{"name": ..., "url": ..., "size": "390x844",
// "theme": "dark", "full": true, "steps": [["click", SELECTOR], ...]}, ...]'
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';

const [out, list] = process.argv.slice(2);
const shots = JSON.parse(list);
mkdirSync(out, { recursive: true });
const browser = await launch();
for (const shot of shots) {
  const {
    name,
    url,
    size = '1440x900',
    theme = 'light',
    full = false,
    wait = 900,
    steps = [],
  } = shot;
  const [width, height] = size.split('x').map(Number);
  const page = await browser.newPage();
  page.on(
    'console',
    (m) => ['error', 'warning'].includes(m.type()) && console.log(name, m.type(), m.text()),
  );
  page.on('pageerror', (e) => console.log(name, 'pageerror', e.message));
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme });
  const start = Date.now();
  await page.goto(url);
  await page.waitForTimeout(wait);
  for (const [act, ...args] of steps) {
    if (act === 'eval') console.log(name, JSON.stringify(await page.evaluate(args[0])));
    else if (act === 'wait') await page.waitForTimeout(args[0]);
    else if (act === 'mouse') await page.mouse[args[0]](...args.slice(1));
    else if (act === 'key') await page.keyboard.press(args[0]);
    else if (act === 'type') await page.keyboard.type(args[0]);
    else if (act === 'click') await page.click(args[0], args[1]);
    else if (act === 'hover') await page.hover(args[0], args[1]);
    else if (act === 'scroll') await page.locator(args[0]).scrollIntoViewIfNeeded();
  }
  const paint = await page.evaluate(() =>
    performance
      .getEntriesByType('paint')
      .map((p) => `${p.name} ${Math.round(p.startTime)}`)
      .join(', '),
  );
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: full });
  console.log(name, `${Date.now() - start} ms`, paint, over > 0 ? `OVERFLOW ${over}` : '');
  await page.close();
}
await browser.close();
