// Walks through the built pages in a real browser against the stand-in server, as a person would:
// npm run build && npm run walk. Needs Chromium; it is not part of npm test for that reason.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';

const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url));
const servers = [];

async function serve(scenario, ...more) {
  const port = 7950 + servers.length;
  const args = [SERVER, '--scenario', scenario, '--port', String(port), ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return `http://127.0.0.1:${port}`;
}

const context = await launch();
const problems = [];

async function open(url) {
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${url}: ${error.message}`));
  page.on('dialog', (dialog) => problems.push(`${url}: a dialog opened: ${dialog.message()}`));
  page.on('console', (message) => {
    const expected = /status of 40[014]|ERR_CONNECTION_REFUSED/.test(message.text());
    if (message.type() === 'error' && !expected) problems.push(`${url}: ${message.text()}`);
  });
  await page.goto(url);
  return page;
}

const query = (page) => new URL(page.url()).searchParams;
const id = (name) => `[data-testid=${name}]`;

async function step(name, run) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}\n${error.stack}`);
    process.exitCode = 1;
  }
}

const much = await serve('much');
const little = await serve('little');
const none = await serve('none');
const locked = await serve('little', '--token', 'secret');

await step('the start page leads to the only host, or to the list', async () => {
  const one = await open(little);
  await one.waitForURL('**/hosts/build-7');
  assert.match(await one.locator(id('identity')).innerText(), /6\.18\.2-kedge\+deb13/);
  assert.match(await one.locator(id('cost')).innerText(), /CAP_SYSLOG/);
  await one.close();
  const many = await open(much);
  await many.waitForURL('**/hosts');
  await many.locator(id('hosts-table')).getByText('web-17').click();
  await many.waitForURL('**/hosts/web-17');
  await many.goBack();
  await many.waitForURL('**/hosts');
  await many.close();
});

await step('empty pages say what to do', async () => {
  const page = await open(none);
  assert.match(await page.locator(id('empty')).innerText(), /kedge up/);
  await page.goto(`${none}/issues`);
  assert.match(await page.locator(id('empty')).innerText(), /kedge report FILE/);
  await page.close();
});

await step(
  'a drag selects a range on all charts, Escape drops it, back brings it again',
  async () => {
    const page = await open(`${much}/hosts/build-7`);
    await page.locator(id('flame-canvas')).waitFor();
    const lane = await page.locator(id('event-lane')).boundingBox();
    await page.mouse.move(lane.x + 200, lane.y + 40);
    await page.mouse.down();
    await page.mouse.move(lane.x + 400, lane.y + 40, { steps: 5 });
    await page.mouse.up();
    assert.ok(query(page).get('sel'));
    const chart = await page.locator(`${id('chart-cpu')} .u-over`).boundingBox();
    await page.mouse.move(chart.x + 30, chart.y + 30);
    await page.mouse.down();
    await page.mouse.move(chart.x + 90, chart.y + 30, { steps: 5 });
    await page.mouse.up();
    const drawn = query(page).get('sel');
    const [from, to] = drawn.split('..').map(Date.parse);
    assert.ok(to - from > 30_000 && to - from < 600_000, drawn);
    await page.locator(id('vitals')).focus();
    await page.keyboard.press('Escape');
    assert.equal(query(page).get('sel'), null);
    await page.goBack();
    assert.equal(query(page).get('sel'), drawn);
    await page.keyboard.down('Shift');
    await page.mouse.move(lane.x + 50, lane.y + 40);
    await page.mouse.down();
    await page.mouse.move(lane.x + 150, lane.y + 40, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    assert.equal(query(page).get('tab'), 'diff');
    assert.ok(query(page).get('base'));
    await page.locator(id('diff-table')).waitFor();
    await page.close();
  },
);

await step('the wheel over the lane zooms and holds still, Live follows again', async () => {
  const page = await open(`${much}/hosts/build-7`);
  await page.locator(id('event-lane')).hover();
  await page.mouse.wheel(0, -240);
  await page.waitForURL(/range=/);
  await page.getByRole('button', { name: 'Paused' }).click();
  assert.ok(!query(page).get('range')?.includes('..'));
  await page.close();
});

await step('flame graph: search, focus, hide, back, deep link', async () => {
  const page = await open(`${much}/hosts/build-7`);
  await page.locator(id('flame-canvas')).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.flame), '2400000');
  assert.match(await page.locator(id('flame-top')).innerText(), /SHA512_Update/);
  await page.keyboard.press('/');
  await page.keyboard.type('malloc');
  await page.waitForURL(/find=malloc/);
  assert.match(await page.locator(id('flame-found')).innerText(), /% in .* frames/);
  await page.locator(id('flame-canvas')).click({ position: { x: 60, y: 45 } });
  const focus = query(page).get('focus');
  assert.ok(focus);
  assert.match(
    await page.locator('section[aria-label="Top functions"]').innerText(),
    /below the focused frame/,
  );
  await page.reload();
  await page.locator(id('flame-canvas')).waitFor();
  assert.equal(query(page).get('focus'), focus);
  assert.equal(await page.locator(id('flame-search')).inputValue(), 'malloc');
  await page.locator(id('flame-canvas')).focus();
  await page.keyboard.press('Escape');
  assert.equal(query(page).get('focus'), null);
  await page.locator(id('flame-canvas')).click({ position: { x: 60, y: 45 }, button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide this function' }).click();
  assert.equal(query(page).getAll('hide').length, 1);
  await page.getByTitle('Show again').click();
  assert.equal(query(page).getAll('hide').length, 0);
  await page.locator(id('flame-canvas')).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) {
    await page.keyboard.press(key);
  }
  assert.ok(query(page).get('focus'));
  for (const name of ['SVG', 'PNG', 'pprof', 'folded']) {
    const download = page.waitForEvent('download');
    await page.getByText(name, { exact: true }).click();
    assert.match((await download).suggestedFilename(), /\.(svg|png|pb\.gz|folded)$/);
  }
  await page.close();
});

await step('filters narrow and stand in the URL', async () => {
  const page = await open(`${much}/hosts/build-7?tab=processes`);
  await page.locator(id('processes-table')).locator('tbody tr').first().click();
  assert.match(query(page).get('filter'), /^pid=\d+$/);
  await page.locator('body').click({ position: { x: 700, y: 10 } });
  await page.keyboard.press('f');
  await page.keyboard.type('cgr');
  await page.keyboard.press('Enter');
  await page.keyboard.type('postgres');
  await page
    .getByRole('option', { name: /postgresql/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  assert.match(query(page).get('filter'), /^pid=\d+ cgroup=.*postgresql/);
  await page.keyboard.press('Backspace');
  assert.match(query(page).get('filter'), /^pid=\d+$/);
  await page.goBack();
  assert.match(query(page).get('filter'), /postgresql/);
  await page.close();
});

await step('two kernels are compared in one click', async () => {
  const page = await open(`${much}/profiles`);
  await page.locator(id('compare-kernels')).first().click();
  assert.equal(query(page).get('filter'), 'kernel=6.18.2');
  assert.equal(query(page).get('baseFilter'), 'kernel=6.12.93');
  await page.locator(id('risen')).waitFor();
  assert.ok(await page.locator(id('kernel-only')).isChecked());
  await page.close();
});

await step('issues: search, facet, keyboard, paging', async () => {
  const page = await open(`${much}/issues`);
  const rows = page.locator(`${id('issues-table')} tbody tr`);
  await rows.first().waitFor();
  assert.equal(await rows.count(), 100);
  await page.getByRole('button', { name: 'Load 100 more' }).click();
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 200);
  await page.locator(id('issue-search')).fill('sched_balance');
  await page.waitForURL(/q=sched_balance/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  await page.locator(id('issue-search')).fill('');
  await page.getByRole('button', { name: /^LOCKDEP/ }).click();
  await page.waitForURL(/type=LOCKDEP/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 17);
  await rows.first().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/issues/*');
  await page.close();
});

await step('hostile text is text, and stands as it was written', async () => {
  const page = await open(`${much}/issues/13`);
  const text = page.locator(id('issue-text'));
  await text.waitFor();
  const lines = await text.locator('.code').allTextContents();
  assert.equal(
    lines[0],
    '[ 88211.120331] ==================================================================',
  );
  assert.equal(lines[9], '[ 88211.124084]  dump_stack_lvl+0x5d/0x80');
  assert.match(lines[19], /<script>alert\("not run"\)<\/script> <b onmouseover/);
  assert.match(
    lines[20],
    /\\x1b\[31mred\\x1b\[0m bell:\\x07 nul:\\x00 tab:\tx rtl:\\u202etxt\.exe/,
  );
  assert.match(await text.locator('.blame').innerText(), /nft_trans_gc_work[\s\S]*blamed/);
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.match(await page.locator(id('issue-title')).innerText(), /<img src=x/);
  await page.close();
});

await step('a console log is taken in', async () => {
  const page = await open(`${much}/issues`);
  await page
    .locator(id('console-file'))
    .setInputFiles({ name: 'c.log', mimeType: 'text/plain', buffer: Buffer.from('BUG: x\n') });
  await page.getByPlaceholder('name', { exact: true }).fill('web-17');
  await page.getByRole('button', { name: 'Find reports' }).click();
  await page.getByText('1 report:').waitFor();
  await page.close();
});

await step('a token is asked for, kept in the tab, and used', async () => {
  const page = await open(`${locked}/hosts/build-7`);
  await page.locator(id('token-prompt')).waitFor();
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('The token was refused').waitFor();
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await page.locator(id('flame-canvas')).waitFor();
  await page.reload();
  await page.locator(id('flame-canvas')).waitFor();
  await page.close();
});

await step('bandwidth: limits, refusals, sliders, kernels, back', async () => {
  const page = await open(`${much}/bandwidth`);
  await page.locator(id('bandwidth-result')).waitFor();
  assert.equal(await page.locator(id('bandwidth-timeline')).count(), 2);
  const limit = page.getByLabel('cpu.max of /pods/batch', { exact: true });
  await limit.fill('5 100000');
  await limit.press('Enter');
  assert.match(await page.locator(`${id('group-tree')} [role=alert]`).innerText(), /^EINVAL: /);
  await limit.press('Escape');
  assert.equal(await limit.inputValue(), '5000 100000');
  await limit.fill('max');
  await limit.press('Enter');
  assert.equal(query(page).get('set'), '/pods/batch:max 100000');
  await page.getByRole('button', { name: 'Back to 5000 100000' }).click();
  assert.equal(query(page).get('set'), null);
  await page.goBack();
  assert.equal(query(page).get('set'), '/pods/batch:max 100000');
  await page.getByRole('checkbox', { name: 'limited' }).check();
  const slider = page.getByRole('slider', { name: 'period' });
  await slider.focus();
  await page.keyboard.press('PageDown');
  assert.match(query(page).get('set'), /^\/pods\/batch:50000 \d+$/);
  await page.getByLabel('Kernel of the second run').selectOption('');
  await page.waitForFunction(
    () => document.querySelectorAll('[data-testid=bandwidth-timeline]').length === 1,
  );
  assert.equal(query(page).get('kernels'), 'A');
  await page.locator(id('example')).selectOption('burst');
  assert.equal(query(page).get('set'), null);
  assert.equal(
    await page.getByLabel('cpu.max of /job', { exact: true }).inputValue(),
    '20000 50000',
  );
  await page.close();
});

await step('bandwidth: the wheel zooms, a drag moves, the tip names the holder', async () => {
  const page = await open(`${much}/bandwidth`);
  const canvas = page.locator(id('bandwidth-timeline')).first();
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + 400, box.y + box.height - 6);
  assert.match(await page.locator('[role=tooltip]').innerText(), /writer waits for a lock/);
  await page.mouse.wheel(0, -240);
  await page.waitForURL(/view=/);
  const zoomed = query(page).get('view');
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + box.height - 6, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction((old) => !location.search.includes(old), zoomed);
  await canvas.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight'])
    await page.keyboard.press(key);
  assert.match(
    await page.locator('[aria-live=polite]').first().innerText(),
    /runs|waits|throttled/,
  );
  await page.close();
});

await step(
  "bandwidth: a file of one's own stands in the address, a bad one is explained",
  async () => {
    const page = await open(`${much}/bandwidth`);
    const file = { name: 'mine.yaml', mimeType: 'application/yaml' };
    const mine = { name: 'mine', machine: { cpus: '1' }, groups: { '/mine': '20000 50000' } };
    await page
      .locator(id('scenario-file'))
      .setInputFiles({ ...file, buffer: Buffer.from(JSON.stringify(mine)) });
    await page.waitForURL(/[?&]s=/);
    await page.reload();
    assert.equal(
      await page.getByLabel('cpu.max of /mine', { exact: true }).inputValue(),
      '20000 50000',
    );
    await page.locator(id('scenario-file')).setInputFiles({ ...file, buffer: Buffer.from('- no') });
    await page.getByText('mine.yaml: request line 1').waitFor();
    await page.goto(`${much}/bandwidth?s=damaged`);
    await page.getByText('The scenario in this address is damaged').waitFor();
    await page.goto(`${much}/bandwidth?example=nothing`);
    await page.getByText('There is no ready scenario named nothing').waitFor();
    await page.goto(`${much}/bandwidth?cpus=16`);
    await page.locator(id('bandwidth-result')).waitFor();
    await page.close();
  },
);

await step('no page is wider than its window', async () => {
  for (const [width, height] of [
    [1440, 900],
    [1280, 800],
    [390, 844],
  ]) {
    for (const path of [
      '/hosts',
      '/hosts/build-7',
      '/hosts/build-7?tab=diff',
      '/hosts/build-7?tab=processes',
      '/profiles',
      '/profiles?tab=diff&filter=kernel%3D6.18.2&baseFilter=kernel%3D6.12.93',
      '/issues',
      '/issues/13',
      '/bandwidth',
    ]) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.goto(much + path);
      await page.waitForTimeout(700);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(over <= 0, `${path} at ${width}: ${over} px too wide`);
      await page.close();
    }
  }
});

await step('the server going away is said, and what was there stays', async () => {
  const page = await open(`${little}/hosts/build-7`);
  await page.locator(id('flame-canvas')).waitFor();
  servers[1].kill();
  await page.getByText('The server does not answer').first().waitFor({ timeout: 15_000 });
  assert.match(await page.locator(id('identity')).innerText(), /6\.18\.2/);
  await page.close();
});

await step('no script error, no policy violation, no dialog', () => assert.deepEqual(problems, []));

await context.close();
for (const server of servers) server.kill();
