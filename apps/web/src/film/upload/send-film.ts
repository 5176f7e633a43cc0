import type { KeptFilm, UploadTarget } from '../film-db.ts';
import { openKeptFilm, removeKeptFilm } from '../film-store.ts';
import type { Surroundings } from './surroundings.ts';
import type { UploadTransport } from './transport.ts';
import { type TrayUpload, watchLine } from './tray-line.ts';
import { createUpload, type Upload } from './upload-engine.ts';

export interface FilmSending {
  /** The film's upload, and the poster's where there is one. */
  uploads: readonly Upload[];
  /** Resolves when both have ended; the browser's copy is gone then if the server has stored the film. */
  ended: Promise<void>;
}

/** Sends a kept film and its poster, and deletes the browser's copy when the server has checked every byte. */
export function sendFilm(
  film: KeptFilm,
  target: UploadTarget,
  transport: UploadTransport,
  around: Surroundings,
  signal: AbortSignal,
  tell: (line: TrayUpload) => void,
): FilmSending {
  const { campaignId, filmId, sha256, partHashes, poster } = film;
  const main = createUpload(
    { assetId: target.filmAssetId, sha256, partHashes, open: () => openKeptFilm(campaignId) },
    transport,
    around,
  );
  const side =
    poster && target.posterAssetId
      ? createUpload(
          { assetId: target.posterAssetId, sha256: poster.sha256, open: async () => poster.blob },
          transport,
          around,
        )
      : null;
  const uploads = side ? [main, side] : [main];
  const stopTelling = watchLine(film, main, tell);
  const sideEnding = new AbortController();

  async function send(): Promise<void> {
    const sideRun = side?.run(AbortSignal.any([signal, sideEnding.signal]));
    const mainRun = main.run(signal);
    if (film.paused) for (const upload of uploads) upload.pause();
    await mainRun;
    if (side) await settled(side, signal);
    sideEnding.abort();
    await sideRun;
    stopTelling();
    if (main.status.getSnapshot().phase === 'stored') await removeKeptFilm(campaignId, filmId);
  }

  return { uploads, ended: send() };
}

/** Until an upload needs nothing of the browser any more, or nobody waits for it. A poster that fails holds no film up. */
function settled(upload: Upload, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (['stored', 'refused', 'failed'].includes(upload.status.getSnapshot().phase)) resolve();
  };
  const stop = upload.status.subscribe(look);
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  look();
  return promise.finally(stop);
}
