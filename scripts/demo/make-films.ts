/**
 * Draws the films of the demo and writes them to scripts/demo/films, with a poster each and films.json. They are
 * committed, so this runs only when a shot was changed:
 *
 *     node scripts/demo/make-films.ts              every film (some minutes)
 *     node scripts/demo/make-films.ts sea rain     these two
 *     node scripts/demo/make-films.ts --stills …   posters only, to look at; --films … films only
 *
 * A shot is a GLSL function in scripts/demo/shots; a page in Chromium draws it with WebGL on the processor, so that
 * every machine draws the same, and encodes it with WebCodecs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { findOrInstallBrowser } from '../lib/browser.ts';
import { type Shot, shots } from './shots/shots.ts';
import type { film, Order, Poster, poster } from './studio/page.ts';

const POSTER_SIZE = { widthPx: 1280, heightPx: 720 };
const FILM_SIZE = { widthPx: 960, heightPx: 540 };
/** What a picture can afford and a film cannot: grain is most of a film's bytes. */
const FILM_LOOK = { grain: 0.006, exposures: 1 };
const FRAME_RATE = 24;
const FILM_BYTES_MAX = 350_000;
const POSTER_BYTES_MAX = 60_000;
const BITS_PER_SECOND = [900, 720, 600, 500, 420].map((kilo) => kilo * 1000);
const ORIGIN = 'http://localhost:1';

const folder = fileURLToPath(new URL('./', import.meta.url));
const films = join(folder, 'films');
const args = process.argv.slice(2);
const only = { stills: args.includes('--stills'), films: args.includes('--films') };
const at = args.find((arg) => arg.startsWith('--at='))?.slice(5);
const out = args.find((arg) => arg.startsWith('--out='))?.slice(6) ?? films;
const wanted = args.filter((arg) => !arg.startsWith('--'));

type Studio = { poster: typeof poster; film: typeof film };

const browser = await chromium.launch({
  executablePath: await findOrInstallBrowser(join(folder, '..', '..'), console.log),
  args: [
    ...['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
    ...['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  ],
});
try {
  const page = await openStudio();
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    await make(page, shot);
} finally {
  await browser.close();
}

async function make(page: Page, shot: Shot): Promise<void> {
  const order = await orderOf(shot);
  if (!only.films) {
    const { base64, averageColour } = await makePoster(page, { ...order, ...POSTER_SIZE });
    await write(`${shot.name}.webp`, Buffer.from(base64, 'base64'));
    await note(shot, { averageColour });
  }
  if (only.stills) return;
  const filmBytes = await makeFilm(page, {
    ...order,
    ...FILM_SIZE,
    look: { ...order.look, ...FILM_LOOK, detail: shot.detail },
  });
  await write(`${shot.name}.webm`, filmBytes);
  await note(shot, { durationMs: shot.seconds * 1000, ...FILM_SIZE });
}

async function write(name: string, bytes: Buffer): Promise<void> {
  await writeFile(join(out, name), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}

/** As good as fits. */
async function makePoster(page: Page, order: Order): Promise<Poster> {
  for (let posterQuality = 0.86; ; posterQuality -= 0.06) {
    const made = await page.evaluate(
      (asked) => (globalThis as unknown as { studio: Studio }).studio.poster(asked),
      {
        ...order,
        posterQuality,
      },
    );
    if (Buffer.byteLength(made.base64, 'base64') <= POSTER_BYTES_MAX) return made;
  }
}

async function makeFilm(page: Page, order: Order): Promise<Buffer> {
  const made = await page.evaluate(
    (asked) => (globalThis as unknown as { studio: Studio }).studio.film(asked),
    order,
  );
  console.log(`  bytes by rate: ${made.sizes}`);
  if (made.base64 === null) throw new Error(`None is smaller than ${FILM_BYTES_MAX} bytes: calm the shot.`);
  return Buffer.from(made.base64, 'base64');
}

async function orderOf(shot: Shot): Promise<Omit<Order, 'widthPx' | 'heightPx'>> {
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  return {
    sources: {
      lens: await read('studio/lens.glsl'),
      shot: await read(`shots/${shot.name}.glsl`),
      grade: await read('studio/grade.glsl'),
    },
    look: shot.look,
    frameRate: FRAME_RATE,
    seconds: shot.seconds,
    posterAt: at === undefined ? shot.posterAt : Number(at),
    bitsPerSecond: BITS_PER_SECOND,
    bytesMax: FILM_BYTES_MAX,
    posterQuality: 0.8,
  };
}

/** Facts of a film that its bytes do not say at a glance. */
async function note(shot: Shot, facts: Record<string, number | string>): Promise<void> {
  const path = join(out, 'films.json');
  const known = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  known[shot.name] = { ...known[shot.name], ...facts };
  const sorted = Object.fromEntries(Object.entries(known).sort(([a], [b]) => a.localeCompare(b)));
  await writeFile(path, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** A page on localhost, where WebCodecs is allowed, whose every file comes from here. */
async function openStudio(): Promise<Page> {
  const page = await browser.newPage();
  const mediabunny = createRequire(import.meta.url).resolve('mediabunny');
  const bundle = join(mediabunny.slice(0, mediabunny.lastIndexOf('/dist/')), 'dist/bundles/mediabunny.mjs');
  const script = (body: string) => ({ contentType: 'text/javascript', body });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/mediabunny.mjs') return route.fulfill(script(await readFile(bundle, 'utf8')));
    if (pathname.endsWith('.ts')) {
      const source = await readFile(join(folder, 'studio', pathname), 'utf8');
      return route.fulfill(script(stripTypeScriptTypes(source)));
    }
    const imports = JSON.stringify({ imports: { mediabunny: '/mediabunny.mjs' } });
    const body = `<!doctype html><script type="importmap">${imports}</script><script type="module" src="/page.ts"></script>`;
    return route.fulfill({ contentType: 'text/html', body });
  });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(ORIGIN);
  await page.waitForFunction(() => 'studio' in globalThis);
  page.setDefaultTimeout(0);
  return page;
}
