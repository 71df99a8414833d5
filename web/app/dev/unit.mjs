// Runs the unit tests: Node 20 cannot read TypeScript, so Vite turns test/*.test.ts into
// JavaScript first, and node's own test runner takes it from there.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const app = fileURLToPath(new URL('..', import.meta.url));
const out = join(app, 'node_modules', '.kedge-unit');
const tests = readdirSync(join(app, 'test')).filter((name) => name.endsWith('.test.ts'));
rmSync(out, { recursive: true, force: true });
await build({
  root: app,
  configFile: false,
  logLevel: 'warn',
  build: {
    outDir: out,
    ssr: true,
    sourcemap: 'inline',
    rollupOptions: { input: tests.map((name) => join(app, 'test', name)) },
  },
});
const files = readdirSync(out)
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => join(out, name));
const run = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-reporter=spec', ...files],
  {
    stdio: 'inherit',
  },
);
process.exit(run.status ?? 1);
