import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Maven reads the result from target/classes/web. No asset may become a data: URL, and no
// polyfill may be inlined: the server's policy is default-src 'self'.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../target/classes/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome111', 'firefox115', 'safari16.4'],
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7878', '/healthz': 'http://127.0.0.1:7878' } },
});
