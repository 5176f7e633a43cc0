import { displaySize, type FilmPromise } from '@backlot/core';
import { createObservable, type Observable } from '../observable.ts';
import { asFilmError, FilmError } from './errors.ts';
import {
  allFilms,
  changeFilm,
  dropFilm,
  findFilm,
  type KeptFilm,
  openFilms,
  putFilm,
  type UploadTarget,
} from './film-db.ts';
import { deleteFile, listFiles, openFile } from './worker/files.ts';
import type { FilmProgress, PreparedFilm } from './worker/protocol.ts';
import { runTask } from './worker-client.ts';

export interface KeepOptions {
  /** Leave what tells place and device in the film. Default: it is removed without touching picture or sound. */
  keepLocation?: boolean;
  onProgress?: (progress: FilmProgress) => void;
  signal?: AbortSignal;
}

export interface FilmsSnapshot {
  /** Stuck: the browser does not answer; what it keeps is not lost, and `lookAgain` asks once more. */
  status: 'loading' | 'ready' | 'unavailable' | 'stuck';
  films: readonly KeptFilm[];
}

/** Room to leave free besides the film, for the browser's own bookkeeping. */
const SPARE_BYTES = 16 * 1024 ** 2;

const store = createObservable<FilmsSnapshot>({ status: 'loading', films: [] });
/** Tells other tabs that the films changed; made with the first use, since importing must do nothing. */
let channel: BroadcastChannel | null = null;
let loading: Promise<void> | null = null;

/** All films this browser keeps, in every tab alike. */
export const filmStore: Observable<FilmsSnapshot> = {
  getSnapshot: store.getSnapshot,
  subscribe(listener) {
    void load();
    return store.subscribe(listener);
  },
};

/**
 * Judges, cleans, hashes and keeps a picked or recorded film for a campaign, in the place of the one it may have had.
 * Until it has succeeded, the earlier film stays. Rejects with FilmError (`refused`, `no_room`, `storage_unavailable`,
 * `storage_stuck`, `read_failed`, `not_clean`) or an AbortError; nothing is left behind then.
 */
export function keepFilm(campaignId: string, file: Blob, options: KeepOptions = {}): Promise<KeptFilm> {
  return keep(campaignId, file, options, {});
}

/**
 * Takes the same film again, on another device or after the browser's data went. Rejects with FilmError
 * `different_film` unless its bytes, as picked or without their private data, have the promised SHA-256.
 */
export function recoverFilm(
  campaignId: string,
  file: Blob,
  promised: { sha256: string; sizeBytes: number },
  options: KeepOptions = {},
): Promise<KeptFilm> {
  if (file.size !== promised.sizeBytes) return Promise.reject(new FilmError('different_film'));
  return keep(campaignId, file, options, { expectedSha256: promised.sha256 });
}

async function keep(
  campaignId: string,
  file: Blob,
  options: KeepOptions,
  task: { expectedSha256?: string },
): Promise<KeptFilm> {
  await load();
  await makeRoom(file.size);
  const filmId = crypto.randomUUID();
  return navigator.locks.request(fileLock(filmId), async () => {
    const prepared = await runTask(
      { kind: 'keep', file, fileName: filmId, keepPrivateData: options.keepLocation ?? false, ...task },
      options,
    ).catch((error: unknown) => {
      throw asFilmError(error);
    });
    return put(campaignId, filmId, file instanceof File ? file.name : null, prepared as PreparedFilm);
  });
}

async function put(
  campaignId: string,
  filmId: string,
  picked: string | null,
  prepared: PreparedFilm,
): Promise<KeptFilm> {
  const film: KeptFilm = {
    ...prepared,
    filmId,
    campaignId,
    // A film recorded on the page has no name of its own.
    name: picked ?? `film.${prepared.facts.extension}`,
    keptAtMs: Date.now(),
    upload: null,
    paused: false,
  };
  return navigator.locks.request(campaignLock(campaignId), async () => {
    const earlier = await findFilm(campaignId);
    try {
      await putFilm(film);
    } catch (error) {
      if (film.place.kind === 'opfs') await deleteFile(film.place.fileName);
      throw asFilmError(error);
    }
    if (earlier) await deleteBytes(earlier);
    await changed();
    return film;
  });
}

/** The film kept for a campaign, or null. */
export async function getKeptFilm(campaignId: string): Promise<KeptFilm | null> {
  await load();
  return findFilm(campaignId);
}

export async function listKeptFilms(): Promise<readonly KeptFilm[]> {
  await load();
  return store.getSnapshot().films;
}

/**
 * The kept bytes as a Blob that reads from disk, for a player (`URL.createObjectURL`) or an upload. Null when no film is
 * kept. QuickTime is named MP4, whose structure it has: browsers refuse to play it under its own name.
 */
export async function openKeptFilm(campaignId: string): Promise<Blob | null> {
  const film = await findFilm(campaignId);
  const bytes = film && (await bytesOf(film));
  if (!film || !bytes) return null;
  return bytes.slice(0, bytes.size, film.facts.container === 'webm' ? 'video/webm' : 'video/mp4');
}

/** Deletes the browser's copy. With `filmId` only if that very film is still the kept one. */
export function removeKeptFilm(campaignId: string, filmId?: string): Promise<void> {
  return navigator.locks.request(campaignLock(campaignId), async () => {
    const film = await findFilm(campaignId);
    if (!film || (filmId && film.filmId !== filmId)) return;
    await dropFilm(campaignId);
    await deleteBytes(film);
    await changed();
  });
}

/** Notes the assets to which a kept film goes, once its order is confirmed. */
export async function linkUpload(film: KeptFilm, target: UploadTarget | null): Promise<void> {
  if (await changeFilm(film, { upload: target })) await changed();
}

/** Remembers over reloads and tabs whether the person paused the upload of a film. */
export async function markPaused(film: KeptFilm, paused: boolean): Promise<void> {
  if (await changeFilm(film, { paused })) await changed();
}

/** What a campaign's draft says of its film; width and height are those that a viewer sees. */
export function filmPromiseOf(film: KeptFilm): FilmPromise {
  const { sizeBytes, container, durationMs } = film.facts;
  const { widthPx, heightPx } = displaySize(film.facts);
  const poster = film.poster && {
    sha256: film.poster.sha256,
    sizeBytes: film.poster.blob.size,
    contentType: 'image/jpeg' as const,
    averageColour: film.poster.averageColour,
  };
  const { sha256, name: originalName } = film;
  return { sha256, sizeBytes, container, durationMs, widthPx, heightPx, originalName, poster };
}

/** What the browser grants this site, in bytes; null where it does not say. */
export async function storageRoom(): Promise<{ freeBytes: number | null; persistent: boolean }> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  const freeBytes = quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
  return { freeBytes, persistent: (await navigator.storage?.persisted?.()) ?? false };
}

async function makeRoom(sizeBytes: number): Promise<void> {
  if (store.getSnapshot().status === 'unavailable') throw new FilmError('storage_unavailable');
  // Asked before the film is copied, not after.
  await openFilms();
  const { freeBytes, persistent } = await storageRoom();
  const neededBytes = sizeBytes + SPARE_BYTES;
  if (freeBytes !== null && freeBytes < neededBytes)
    throw new FilmError('no_room', { neededBytes, freeBytes });
  if (!persistent) void navigator.storage?.persist?.().catch(() => false);
}

function load(): Promise<void> {
  loading ??= begin();
  return loading;
}

async function begin(): Promise<void> {
  channel = new BroadcastChannel('backlot-films');
  channel.addEventListener('message', () => void refresh());
  await refresh();
  await sweep();
}

/** Reads the records; one whose bytes the browser threw away is dropped. */
async function refresh(): Promise<void> {
  try {
    const films: KeptFilm[] = [];
    for (const film of await allFilms()) {
      if (await bytesOf(film)) films.push(film);
      else await dropFilm(film.campaignId);
    }
    store.set({ status: 'ready', films });
  } catch (error) {
    const stuck = error instanceof FilmError && error.code === 'storage_stuck';
    store.set({ status: stuck ? 'stuck' : 'unavailable', films: [] });
  }
}

/** Asks the browser once more for the films that it keeps, after it did not answer. */
export async function lookAgain(): Promise<void> {
  store.set({ status: 'loading', films: [] });
  await refresh();
  await sweep();
}

/** Deletes files that no record knows and no tab is writing: left behind by a tab that was closed in the middle. */
async function sweep(): Promise<void> {
  const { status, films } = store.getSnapshot();
  if (status !== 'ready') return;
  const known = new Set(films.map((film) => film.filmId));
  for (const fileName of await listFiles()) {
    const filmId = fileName.slice(0, fileName.lastIndexOf('.'));
    if (known.has(filmId)) continue;
    await navigator.locks.request(fileLock(filmId), { ifAvailable: true }, async (lock) => {
      const kept = lock && (await allFilms()).some((film) => film.filmId === filmId);
      if (lock && !kept) await deleteFile(fileName);
    });
  }
}

async function changed(): Promise<void> {
  await refresh();
  channel?.postMessage('changed');
}

async function bytesOf(film: KeptFilm): Promise<Blob | null> {
  const bytes = film.place.kind === 'opfs' ? await openFile(film.place.fileName) : film.place.blob;
  return bytes && bytes.size === film.facts.sizeBytes ? bytes : null;
}

async function deleteBytes(film: KeptFilm): Promise<void> {
  if (film.place.kind === 'opfs') await deleteFile(film.place.fileName);
}

const fileLock = (filmId: string) => `backlot-film-file:${filmId}`;
const campaignLock = (campaignId: string) => `backlot-film:${campaignId}`;
