import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type FilmRule, scanPrivateData } from '@backlot/core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as filmEngine from './index.ts';
import { type FilmSite, newProfile, openBrowser, serveFilmEngine } from './testing/browser.ts';
import {
  hugeFilm,
  paddedFilm,
  sampleBytes,
  sampleFilms,
  samplePath,
  slowFilm,
  writeFilm,
} from './testing/films.ts';
import { packetsOf } from './testing/packets.ts';
import { serveStorage } from './testing/storage.ts';

type Engine = typeof filmEngine;
declare const film: Engine;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let site: FilmSite;
let storage: Awaited<ReturnType<typeof serveStorage>>;
let profile: string;
let browser: BrowserContext;

beforeAll(async () => {
  [site, storage, profile] = await Promise.all([serveFilmEngine(), serveStorage(), newProfile()]);
  browser = await openBrowser(profile);
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), storage?.close(), rm(profile, { recursive: true, force: true })]);
});

/** A tab with the engine, a file input, and uploads that speak to the storage above. */
async function openTab(context = browser): Promise<Page> {
  const page = await context.newPage();
  await page.exposeFunction('callServer', storage.call);
  await page.goto(site.origin);
  await page.waitForFunction(() => 'film' in globalThis);
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    document.body.append(input);
  });
  return page;
}

interface KeepAnswer {
  refused?: { code: string; rule?: FilmRule; facts?: Record<string, unknown> };
  kept?: Omit<filmEngine.KeptFilm, 'poster' | 'place'>;
  poster?: {
    sizeBytes: number;
    widthPx: number;
    heightPx: number;
    sha256: string;
    colour: string;
    type: string;
  } | null;
  phases?: string[];
}

/** Picks a file in the page and keeps it; `promised` picks it again, as on a second device. */
async function keep(
  page: Page,
  path: string,
  options: {
    campaignId?: string;
    keepLocation?: boolean;
    promised?: { sha256: string; sizeBytes: number };
  } = {},
): Promise<KeepAnswer> {
  await page.setInputFiles('input', path);
  return page.evaluate(async ({ campaignId = 'c1', keepLocation = false, promised }) => {
    const file = document.querySelector('input')?.files?.[0] as File;
    const phases: string[] = [];
    const onProgress = (progress: filmEngine.FilmProgress) => {
      if (phases.at(-1) !== progress.phase) phases.push(progress.phase);
    };
    try {
      const settings = { keepLocation, onProgress };
      const { poster, place, ...kept } = promised
        ? await film.recoverFilm(campaignId, file, promised, settings)
        : await film.keepFilm(campaignId, file, settings);
      const shown = poster && {
        sizeBytes: poster.blob.size,
        type: poster.blob.type,
        widthPx: poster.widthPx,
        heightPx: poster.heightPx,
        sha256: poster.sha256,
        colour: poster.averageColour,
      };
      return { kept, poster: shown, phases };
    } catch (error) {
      if (!(error instanceof film.FilmError)) throw error;
      return { refused: { code: error.code, ...(error.data as object) } };
    }
  }, options);
}

/** The bytes that the browser keeps for a campaign, or null. */
async function keptBytes(page: Page, campaignId = 'c1'): Promise<Buffer | null> {
  const base64 = await page.evaluate(async (id) => {
    const blob = await film.openKeptFilm(id);
    if (!blob) return null;
    const reader = new FileReader();
    reader.readAsDataURL(blob);
    await new Promise((done) => reader.addEventListener('load', done));
    return String(reader.result).split(',')[1] ?? '';
  }, campaignId);
  return base64 === null ? null : Buffer.from(base64, 'base64');
}

describe('a film in the browser', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab();
  });

  const refusals: Record<string, FilmRule> = {
    'invalid-bitstream.webm': 'undecodable',
    'truncated-no-moov.mp4': 'truncated',
  };
  for (const entry of sampleFilms()) {
    it(`${entry.usable_video ? 'accepts' : 'refuses'} ${entry.file}`, async () => {
      const { kept, refused, poster, phases } = await keep(page, samplePath(entry.file));
      if (!entry.usable_video) {
        expect(refused).toMatchObject({ code: 'refused', rule: refusals[entry.file] });
        return;
      }
      expect(refused).toBeUndefined();
      const video = entry.streams?.find((stream) => stream.type === 'video');
      expect(kept?.facts).toMatchObject({
        widthPx: video?.width,
        heightPx: video?.height,
        sizeBytes: entry.bytes,
      });
      expect(Math.abs((kept?.facts.durationMs ?? 0) - (entry.duration_s ?? 0) * 1000)).toBeLessThan(100);
      const bytes = (await keptBytes(page)) as Buffer;
      expect(sha256(bytes)).toBe(kept?.sha256);
      expect(kept?.sha256 === entry.sha256).toBe(kept?.findings.length === 0);
      expect(phases).toEqual(['reading', 'copying']);
      // Debian's Chromium has no HEVC: such a film is taken, and shown without picture.
      const seen = video?.codec !== 'hevc';
      expect(kept?.canPreview).toBe(seen);
      expect(poster === null).toBe(!seen);
      if (!poster) return;
      expect(poster).toMatchObject({ widthPx: video?.width, heightPx: video?.height, type: 'image/jpeg' });
      expect(poster.sizeBytes).toBeLessThanOrEqual(400_000);
      expect(poster.sizeBytes).toBeGreaterThan(5_000);
      expect(poster.colour).toMatch(/^#[0-9a-f]{6}$/);
    });
  }

  const telling: [file: string, words: string[]][] = [
    ['sample.mp4', ['+40.6892-074.0445', '+40.680-074.500', '\xa9xyz']],
    ['sample_av1.mp4', ['loci', 'earth']],
    ['dolbyVision-hdr.MOV', ['+51.5334-000.1255', 'location', 'iPhone', 'Apple', 'mebx', 'ProductVersion']],
  ];
  for (const [file, words] of telling) {
    it(`takes place and device out of ${file} and leaves picture and sound alone`, async () => {
      const before = sampleBytes(file);
      const { kept } = await keep(page, samplePath(file));
      const after = (await keptBytes(page)) as Buffer;
      expect(kept?.findings.some((finding) => finding.kind === 'location')).toBe(true);
      expect(kept?.facts).toMatchObject({ hasLocation: false, hasDeviceData: false });
      expect(kept?.privateDataKept).toBe(false);
      for (const word of words) {
        expect(before.includes(word, 0, 'latin1')).toBe(true);
        expect(after.includes(word, 0, 'latin1')).toBe(false);
      }
      const reader = {
        sizeBytes: after.length,
        read: async (at: number, n: number) => after.subarray(at, at + n),
      };
      expect((await scanPrivateData(kept?.facts.container ?? 'mp4', reader)).findings).toEqual([]);
      expect(await packetsOf(after)).toEqual(await packetsOf(before));
    });
  }

  it('leaves a film as it is when the person keeps its place', async () => {
    const { kept } = await keep(page, samplePath('dolbyVision-hdr.MOV'), { keepLocation: true });
    expect(kept?.sha256).toBe(sampleFilms().find((entry) => entry.file === 'dolbyVision-hdr.MOV')?.sha256);
    expect(kept).toMatchObject({ privateDataKept: true, facts: { hasLocation: true, hasDeviceData: true } });
  });

  const badFilms: [name: string, make: () => string, rule: FilmRule][] = [
    ['nothing', () => writeFilm('empty.mp4', new Uint8Array(0)), 'empty'],
    [
      'a text with the name of a film',
      () => writeFilm('notes.mp4', Buffer.from('Scene 1. '.repeat(999))),
      'container',
    ],
    ['2 GiB and a byte', () => hugeFilm(2 * 1024 ** 3 + 1), 'too_large'],
    ['a film of fifteen minutes', () => writeFilm('slow.mp4', slowFilm()), 'too_long'],
    [
      'half a film',
      () => writeFilm('half.webm', sampleBytes('bear-vp9.webm').subarray(0, 30_000)),
      'truncated',
    ],
  ];
  for (const [name, make, rule] of badFilms) {
    it(`refuses ${name}, and keeps the earlier film`, async () => {
      const earlier = await keep(page, samplePath('bear-vp9.webm'));
      expect((await keep(page, make())).refused).toMatchObject({ code: 'refused', rule });
      expect(sha256((await keptBytes(page)) as Buffer)).toBe(earlier.kept?.sha256);
    });
  }

  it('judges a film by its bytes and not by its name', async () => {
    const { kept } = await keep(page, writeFilm('clip.txt', sampleBytes('bear-vp9.webm')));
    expect(kept?.facts).toMatchObject({ container: 'webm', contentType: 'video/webm', extension: 'webm' });
  });

  it('takes a film that was recorded on the page', async () => {
    const kept = await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 320, height: 180 });
      const drawing = canvas.getContext('2d') as CanvasRenderingContext2D;
      const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm;codecs=vp9' });
      const chunks: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
      recorder.start(100);
      for (let i = 0; i < 40; i++) {
        drawing.fillStyle = `hsl(${i * 9} 80% 50%)`;
        drawing.fillRect(0, 0, 320, 180);
        await new Promise((done) => setTimeout(done, 25));
      }
      recorder.stop();
      await new Promise((done) => recorder.addEventListener('stop', done));
      const { facts, name, canPreview } = await film.keepFilm('c1', new Blob(chunks));
      return { ...facts, name, canPreview };
    });
    expect(kept).toMatchObject({
      container: 'webm',
      videoCodec: 'vp9',
      widthPx: 320,
      name: 'film.webm',
      canPreview: true,
    });
    expect(kept.durationMs).toBeGreaterThan(500);
    expect(kept.durationMs).toBeLessThan(5_000);
  });

  it('plays what it keeps', async () => {
    await keep(page, samplePath('sample.mp4'));
    const seconds = await page.evaluate(async () => {
      const video = document.createElement('video');
      video.src = URL.createObjectURL((await film.openKeptFilm('c1')) as Blob);
      await new Promise((done, fail) => {
        video.addEventListener('loadeddata', done);
        video.addEventListener('error', fail);
      });
      return video.duration;
    });
    expect(seconds).toBeCloseTo(1.067, 1);
  });

  it('keeps it over a reload, lists it, and lets it go', async () => {
    const { kept } = await keep(page, samplePath('bear-vp9.webm'), { campaignId: 'c2' });
    await page.close();
    page = await openTab();
    const listed = await page.evaluate(async () => (await film.listKeptFilms()).map((one) => one.campaignId));
    expect(listed).toEqual(['c1', 'c2']);
    expect(sha256((await keptBytes(page, 'c2')) as Buffer)).toBe(kept?.sha256);
    const left = await page.evaluate(async () => {
      await film.removeKeptFilm('c2');
      const names: string[] = [];
      const root = await navigator.storage.getDirectory();
      for await (const name of (await root.getDirectoryHandle('films')).keys()) names.push(name);
      return names.length;
    });
    expect(left).toBe(1);
    expect(await keptBytes(page, 'c2')).toBeNull();
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    await page.setInputFiles('input', writeFilm('long.mp4', paddedFilm(60 * 1024 ** 2)));
    const ended = await page.evaluate(async () => {
      const stop = new AbortController();
      const file = document.querySelector('input')?.files?.[0] as File;
      const onProgress = ({ doneBytes }: { doneBytes: number }) => doneBytes > 0 && stop.abort();
      const name = await film.keepFilm('c3', file, { signal: stop.signal, onProgress }).then(
        () => 'kept',
        (error: Error) => error.name,
      );
      const names: string[] = [];
      const root = await navigator.storage.getDirectory();
      for await (const one of (await root.getDirectoryHandle('films')).keys()) names.push(one);
      return { name, files: names.length };
    });
    expect(ended).toEqual({ name: 'AbortError', files: 1 });
  });

  it('says so when the browser has no room', async () => {
    const session = await browser.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 20 * 1024 ** 2 });
    const { refused } = await keep(page, writeFilm('big.mp4', paddedFilm(30 * 1024 ** 2)), {
      campaignId: 'c4',
    });
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.origin });
    expect(refused).toMatchObject({ code: 'no_room' });
    expect(await keptBytes(page, 'c4')).toBeNull();
  });

  it('takes the same film again on a second device, with or without its place, and no other', async () => {
    for (const keepLocation of [false, true]) {
      const first = await keep(page, samplePath('sample.mp4'), { keepLocation });
      const promised = { sha256: first.kept?.sha256 ?? '', sizeBytes: first.kept?.facts.sizeBytes ?? 0 };
      const again = await keep(page, samplePath('sample.mp4'), { campaignId: 'c5', promised });
      expect(again.kept?.sha256).toBe(promised.sha256);
      expect(again.kept?.privateDataKept).toBe(keepLocation);
      const almost = sampleBytes('sample.mp4');
      almost[almost.length - 40] = (almost[almost.length - 40] ?? 0) ^ 1;
      const options = { campaignId: 'c6', promised };
      expect((await keep(page, writeFilm('almost.mp4', almost), options)).refused).toMatchObject({
        code: 'different_film',
      });
      expect((await keep(page, samplePath('bear-vp9.webm'), options)).refused?.code).toBe('different_film');
      expect(await keptBytes(page, 'c6')).toBeNull();
    }
  });
});

it('makes no database before there is a film to keep, whoever looks for one', async () => {
  const page = await browser.newPage();
  await page.goto(site.origin.replace('127.0.0.1', 'localhost'));
  await page.waitForFunction(() => 'film' in globalThis);
  const seen = await page.evaluate(async () => {
    const films = await film.listKeptFilms();
    const kept = await film.getKeptFilm('c1');
    await film.removeKeptFilm('c1');
    return { films, kept, databases: await indexedDB.databases() };
  });
  expect(seen).toEqual({ films: [], kept: null, databases: [] });
  await page.close();
});

describe('an upload from the browser', () => {
  /** Starts the uploads of a tab; answers nothing, since the tray lives in the page. */
  async function startUploads(page: Page): Promise<void> {
    await page.evaluate(() => {
      type Call = (name: string, input: object) => Promise<unknown>;
      const { callServer } = globalThis as unknown as { callServer: Call };
      const ask = async (name: string, input: object = {}) => {
        const answer = await callServer(name, input);
        if (answer === null) throw Object.assign(new Error('busy'), { data: { httpStatus: 503 } });
        return answer;
      };
      const query = (name: string) => ({ query: (input: object) => ask(name, input) });
      const mutate = (name: string) => ({ mutate: (input: object) => ask(name, input) });
      const api = {
        live: query('live'),
        get: query('get'),
        storedParts: query('storedParts'),
        signParts: mutate('signParts'),
        complete: mutate('complete'),
      } as unknown as filmEngine.UploadsApi;
      const uploads = film.createUploads(film.uploadsOf(api));
      Object.assign(globalThis, { uploads });
      uploads.start();
    });
  }

  const lineOf = (page: Page, campaignId: string): Promise<filmEngine.TrayUpload | undefined> =>
    page.evaluate(
      (id) =>
        (globalThis as unknown as { uploads: filmEngine.Uploads }).uploads
          .getSnapshot()
          .uploads.find((upload) => upload.campaignId === id),
      campaignId,
    );

  async function untilPhase(page: Page, phase: filmEngine.UploadPhase): Promise<void> {
    await page.waitForFunction(
      (wanted) =>
        (globalThis as unknown as { uploads: filmEngine.Uploads }).uploads
          .getSnapshot()
          .uploads.some((upload) => upload.phase === wanted),
      phase,
    );
  }

  /** Until the tray of a tab shows a campaign's upload so. */
  async function untilLine(
    page: Page,
    campaignId: string,
    wanted: { phase: filmEngine.UploadPhase; here: boolean },
  ): Promise<void> {
    await page.waitForFunction(
      ({ id, phase, here }) =>
        (globalThis as unknown as { uploads: filmEngine.Uploads }).uploads
          .getSnapshot()
          .uploads.some((line) => line.campaignId === id && line.phase === phase && line.here === here),
      { id: campaignId, ...wanted },
      // Not by frames, the default: a tab behind another draws none.
      { polling: 50 },
    );
  }

  /**
   * Until a tab has let its copy go and does nothing any more. Chromium 156 keeps a database closed to every page that
   * comes after one that went in the middle of its work.
   */
  async function untilLetGo(page: Page, campaignId: string): Promise<void> {
    const gone = async (id: string) => (await film.openKeptFilm(id)) === null;
    await page.waitForFunction(gone, campaignId, { polling: 50 });
  }

  /** Until a tab has read that an upload is paused: the other one writes it down, and has this one read it anew. */
  async function untilKnownPaused(page: Page, campaignId: string): Promise<void> {
    const isPaused = async (id: string) =>
      (await film.listKeptFilms()).some((one) => one.campaignId === id && one.paused);
    await page.waitForFunction(isPaused, campaignId, { polling: 50 });
  }

  const order = (page: Page, command: 'pause' | 'resume', campaignId: string): Promise<void> =>
    page.evaluate(
      ([what, id]) => (globalThis as unknown as { uploads: filmEngine.Uploads }).uploads[what](id),
      [command, campaignId] as const,
    );

  /** Tries to close a tab as a person does; a browser asks only where a person has done something. */
  async function asksBeforeClosing(page: Page): Promise<boolean> {
    await page.bringToFront();
    await page.click('body');
    const asked = new Promise<boolean>((done) => {
      page.once('dialog', (dialog) => {
        void dialog.dismiss();
        done(dialog.type() === 'beforeunload');
      });
      page.once('close', () => done(false));
    });
    await page.close({ runBeforeUnload: true });
    return asked;
  }

  /** Keeps a film of several parts and grants its upload; answers what is expected at the other end. */
  async function keepAndGrant(page: Page, campaignId: string) {
    const { kept, poster } = await keep(page, writeFilm('parts.mp4', paddedFilm(22 * 1024 ** 2)), {
      campaignId,
    });
    const { sha256: whole, facts } = kept as NonNullable<typeof kept>;
    const film = { campaignId, purpose: 'film' as const, sizeBytes: facts.sizeBytes, sha256: whole };
    const filmAsset = await storage.grant(film);
    const image = { sizeBytes: poster?.sizeBytes ?? 0, sha256: poster?.sha256 ?? '' };
    const posterAsset = await storage.grant({ campaignId, purpose: 'poster', ...image });
    return { filmAsset, posterAsset, sha256: whole };
  }

  /** Ends the browser as a crash does: nothing in it gets a word in. */
  async function killBrowser(page: Page): Promise<void> {
    const gone = new Promise((done) => browser.once('close', done));
    const session = await browser.newCDPSession(page);
    session.send('Browser.crash').catch(() => undefined);
    await gone;
  }

  /**
   * In one of five runs beside others the second of two tabs waited for ever after the first was closed, and so did the tabs that came
   * after. Whether Chromium or the engine holds it is not known; in another browser it goes on.
   */
  const anew = { retry: 2 };
  let campaigns = 0;
  /** A browser in which nothing has happened, and a campaign that nobody has sent anything of. */
  async function begin(): Promise<string> {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
    profile = await newProfile();
    browser = await openBrowser(profile);
    storage.s3.provoke({ kind: 'clear' });
    campaigns += 1;
    return `tabs-${campaigns}`;
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((done) => setTimeout(done, 20));
  }

  it('sends film and poster in parts, and only then lets its own copy go', async () => {
    const page = await openTab();
    const { filmAsset, posterAsset, sha256: whole } = await keepAndGrant(page, 'up1');
    await startUploads(page);
    await untilPhase(page, 'stored');
    await untilLetGo(page, 'up1');
    expect(sha256(await storage.read(filmAsset))).toBe(whole);
    expect(storage.isVerified(posterAsset)).toBe(true);
    expect(storage.partsTaken(filmAsset).toSorted()).toEqual([1, 2, 3, 4, 5]);
    const line = await lineOf(page, 'up1');
    expect(line).toMatchObject({ phase: 'stored', here: true });
    expect(line?.sentBytes).toBe(line?.sizeBytes);
    await page.close();
  });

  it('goes on after the browser was killed, and sends no finished part twice', async () => {
    const page = await openTab();
    const { filmAsset, sha256: whole } = await keepAndGrant(page, 'up2');
    storage.s3.provoke({ kind: 'slow', bytesPerSecond: 4 * 1024 ** 2, operation: 'UploadPart' });
    await startUploads(page);
    await until(() => storage.partsTaken(filmAsset).length >= 2);
    await killBrowser(page);
    const before = storage.partsTaken(filmAsset);
    expect(before.length).toBeLessThan(5);

    browser = await openBrowser(profile);
    storage.s3.provoke({ kind: 'clear' });
    const again = await openTab();
    await startUploads(again);
    await untilPhase(again, 'stored');
    await untilLetGo(again, 'up2');
    expect(sha256(await storage.read(filmAsset))).toBe(whole);
    expect(storage.partsTaken(filmAsset).toSorted()).toEqual([1, 2, 3, 4, 5]);
    await again.close();
  });

  it('is done by one tab, followed by the others, and taken over when that one closes', anew, async () => {
    const campaignId = await begin();
    const [first, second] = [await openTab(), await openTab()];
    const { filmAsset, sha256: whole } = await keepAndGrant(first, campaignId);
    storage.s3.provoke({ kind: 'slow', bytesPerSecond: 1024 ** 2, operation: 'UploadPart' });
    await startUploads(first);
    await untilLine(first, campaignId, { phase: 'sending', here: true });
    await startUploads(second);
    await untilLine(second, campaignId, { phase: 'sending', here: false });

    await order(second, 'pause', campaignId);
    await untilLine(first, campaignId, { phase: 'paused', here: true });
    await untilLine(second, campaignId, { phase: 'paused', here: false });
    await untilKnownPaused(first, campaignId);
    await first.close();
    await untilLine(second, campaignId, { phase: 'paused', here: true });

    storage.s3.provoke({ kind: 'clear' });
    await order(second, 'resume', campaignId);
    await untilLine(second, campaignId, { phase: 'stored', here: true });
    await untilLetGo(second, campaignId);
    expect(sha256(await storage.read(filmAsset))).toBe(whole);
    await second.close();
  });

  it('asks before a tab closes that is sending, and not before another', anew, async () => {
    const campaignId = await begin();
    const [sending, following] = [await openTab(), await openTab()];
    await keepAndGrant(sending, campaignId);
    storage.s3.provoke({ kind: 'slow', bytesPerSecond: 1024 ** 2, operation: 'UploadPart' });
    await startUploads(sending);
    await untilLine(sending, campaignId, { phase: 'sending', here: true });
    await startUploads(following);
    await untilLine(following, campaignId, { phase: 'sending', here: false });
    expect(await asksBeforeClosing(following)).toBe(false);
    expect(await asksBeforeClosing(sending)).toBe(true);
    storage.s3.provoke({ kind: 'clear' });
    await untilLine(sending, campaignId, { phase: 'stored', here: true });
    await untilLetGo(sending, campaignId);
    expect(await asksBeforeClosing(sending)).toBe(false);
  });

  it('waits without asking storage for anything while nobody has paid', async () => {
    const page = await openTab();
    await keep(page, samplePath('bear-vp9.webm'), { campaignId: 'unpaid' });
    await startUploads(page);
    await page.waitForTimeout(500);
    expect(await lineOf(page, 'unpaid')).toBeUndefined();
    expect(await keptBytes(page, 'unpaid')).not.toBeNull();
    await page.close();
  });
});
