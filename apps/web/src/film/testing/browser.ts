import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { build } from 'vite';

const FILM = resolve(import.meta.dirname, '..');
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
};

/** The Content-Security-Policy under which the engine has to work: no inline code, WebAssembly for the hasher. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src *; img-src blob:; media-src blob:";

export interface FilmSite {
  origin: string;
  close(): Promise<void>;
}

/** Builds the engine as the product does, with one page that has it as `film`, and serves it on loopback. */
export async function serveFilmEngine(): Promise<FilmSite> {
  const folder = await mkdtemp(join(tmpdir(), 'backlot-film-'));
  await build({
    root: FILM,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    plugins: [
      {
        name: 'film-page',
        resolveId: (id) => (id === 'virtual:film' ? id : null),
        load: (id) =>
          id === 'virtual:film' ? `import * as film from '${FILM}/index.ts'; globalThis.film = film;` : null,
      },
    ],
    build: {
      outDir: folder,
      rollupOptions: { input: 'virtual:film', output: { entryFileNames: 'page.js' } },
    },
  });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    response.setHeader('content-security-policy', POLICY);
    if (path === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>film</title><script type="module" src="/page.js"></script>');
      return;
    }
    const bytes = await readFile(join(folder, path)).catch(() => null);
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.writeHead(bytes ? 200 : 404).end(bytes ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A real Chromium with a profile of its own, which outlives the browser so that a test can open it again. */
export async function openBrowser(profile: string): Promise<BrowserContext> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`No browser at ${executablePath}; set CHROMIUM_PATH.`);
  return chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS.split(' '),
    headless: true,
  });
}

export const newProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'backlot-profile-'));
