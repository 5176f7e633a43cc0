/** The product's upload engine without the product's pages around it, for the benchmark to drive as `bench`. */
import type { AppRouter } from '@backlot/api';
import { createTRPCClient, httpLink } from '@trpc/client';
import { BufferTarget, CanvasSource, getFirstEncodableVideoCodec, Mp4OutputFormat, Output } from 'mediabunny';
import {
  filmPromiseOf,
  getKeptFilm,
  keepFilm,
  openKeptFilm,
  type SignedPart,
  uploadsOf,
} from '../../../apps/web/src/film/index.ts';
import { inBrowser } from '../../../apps/web/src/film/upload/in-browser.ts';
import { createUpload } from '../../../apps/web/src/film/upload/upload-engine.ts';
import { PARALLEL_PARTS } from '../../../apps/web/src/film/upload/upload-machine.ts';

/** The one film that this page keeps. */
const filmId = 'bench';
const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/api/trpc' })] });

async function kept(): Promise<Blob> {
  const film = await openKeptFilm(filmId);
  if (!film) throw new Error('the browser keeps no film');
  return film;
}

const bench = {
  askLink: (email: string) => api.auth.askLink.mutate({ email, language: 'en', returnTo: '/campaigns' }),
  useLink: (token: string) => api.auth.useLink.mutate({ token }),

  /** A short film of this browser's own making, in base64. */
  async makeFilm(): Promise<string> {
    const canvas = new OffscreenCanvas(320, 180);
    const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    const codec = await getFirstEncodableVideoCodec(['avc', 'vp9', 'vp8']);
    if (!codec) throw new Error('this browser encodes no film');
    const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() });
    const source = new CanvasSource(canvas, { codec, bitrate: 400_000 });
    output.addVideoTrack(source, { frameRate: 25 });
    await output.start();
    for (let frame = 0; frame < 50; frame += 1) {
      drawing.fillStyle = `hsl(${frame * 7} 70% 50%)`;
      drawing.fillRect(frame * 4, 20, 100, 100);
      await source.add(frame / 25, 1 / 25);
    }
    await output.finalize();
    const bytes = new Uint8Array(output.target.buffer as ArrayBuffer);
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },

  /** Takes in the picked film as a draft does: judged, hashed, copied. */
  async keep() {
    const file = document.querySelector('input')?.files?.[0];
    if (!file) throw new Error('no film was picked');
    const startedMs = performance.now();
    const film = await keepFilm(filmId, file);
    return { seconds: (performance.now() - startedMs) / 1_000, promise: filmPromiseOf(film) };
  },

  /** Sends the kept film by the engine until the server has taken it as whole. */
  async sendByEngine(assetId: string): Promise<void> {
    const film = await getKeptFilm(filmId);
    if (!film) throw new Error('the browser keeps no film');
    const { sha256, partHashes } = film;
    const upload = createUpload(
      { assetId, sha256, partHashes, open: kept },
      uploadsOf(api.uploads).transport,
      inBrowser,
    );
    const ending = new AbortController();
    const sent = new Promise<void>((resolve, reject) => {
      upload.status.subscribe(() => {
        const { phase, view } = upload.status.getSnapshot();
        if (phase === 'failed' || phase === 'refused') reject(new Error(`the upload is ${phase}`));
        if (view?.state === 'verifying' || view?.state === 'stored') resolve();
      });
    });
    const running = upload.run(ending.signal);
    await sent.finally(() => ending.abort());
    await running;
  },

  /** Sends the same parts to addresses made beforehand, as many at a time, by nothing but fetch. */
  async sendByFetch(parts: readonly SignedPart[], partSizeBytes: number): Promise<void> {
    const film = await kept();
    let next = 0;
    const lane = async () => {
      for (let part = parts[next++]; part; part = parts[next++]) {
        const startByte = (part.number - 1) * partSizeBytes;
        const headers = new Headers(part.headers);
        headers.delete('content-length');
        const body = film.slice(startByte, startByte + partSizeBytes);
        const response = await fetch(part.url, { method: 'PUT', headers, body });
        if (!response.ok) throw new Error(`a part was answered ${response.status}`);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_PARTS }, lane));
  },
};

export type BenchPage = typeof bench;
Object.assign(globalThis, { bench });
