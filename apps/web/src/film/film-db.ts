import { FilmError } from './errors.ts';
import type { PreparedFilm } from './worker/protocol.ts';

/** The assets that the server made for a film and its poster when the order was confirmed. */
export interface UploadTarget {
  filmAssetId: string;
  posterAssetId: string | null;
}

/** A film that this browser keeps for a campaign until the server has verified every byte of it. */
export interface KeptFilm extends PreparedFilm {
  /** New for every film that is kept, also when it takes the place of another. */
  filmId: string;
  campaignId: string;
  /** The person's own name of the file. */
  name: string;
  keptAtMs: number;
  /** Null until the order is confirmed. */
  upload: UploadTarget | null;
  /** The person paused the upload; it stays so over a reload. */
  paused: boolean;
}

const DATABASE = 'backlot-films';
const STORE = 'films';

/**
 * How long the browser may take to open the database before we say that it is stuck. Chromium 156 keeps a database closed
 * until it is started again when a page went in the middle of making it or working on it; then no answer ever comes.
 */
const OPEN_WITHIN_MS = 6_000;

let opened: Promise<IDBDatabase> | null = null;

/**
 * Opens the database, and makes it when it is not there. Rejects with FilmError `storage_unavailable`, or `storage_stuck`
 * when there is no answer; one that comes late is taken by the next call.
 */
export function openFilms(): Promise<IDBDatabase> {
  if (!opened) {
    opened = open();
    opened.catch(forget);
  }
  return soon(opened);
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'campaignId' });
    request.onsuccess = () => {
      request.result.onclose = forget;
      resolve(request.result);
    };
    request.onerror = () =>
      reject(new FilmError('storage_unavailable', {}, { cause: request.error ?? undefined }));
  });
}

/** The next call opens it anew. */
function forget(): void {
  opened = null;
}

/** The database, or null where no film was ever kept: a page that only looks makes none, and leaves none half made. */
async function openExisting(): Promise<IDBDatabase | null> {
  if (opened || !indexedDB.databases) return openFilms();
  const known = await soon(indexedDB.databases());
  return known.some(({ name }) => name === DATABASE) ? openFilms() : null;
}

function soon<T>(answered: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new FilmError('storage_stuck')), OPEN_WITHIN_MS);
  answered.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}

export async function allFilms(): Promise<KeptFilm[]> {
  const database = await openExisting();
  return database ? ask(database, 'readonly', (store) => store.getAll() as IDBRequest<KeptFilm[]>) : [];
}

export async function findFilm(campaignId: string): Promise<KeptFilm | null> {
  const database = await openExisting();
  if (!database) return null;
  const find = (store: IDBObjectStore) => store.get(campaignId) as IDBRequest<KeptFilm | undefined>;
  return (await ask(database, 'readonly', find)) ?? null;
}

export async function putFilm(film: KeptFilm): Promise<void> {
  await ask(await openFilms(), 'readwrite', (store) => store.put(film));
}

/** Changes a record if it is still there and still this film; answers whether it was. */
export async function changeFilm(
  film: Pick<KeptFilm, 'campaignId' | 'filmId'>,
  change: Partial<Pick<KeptFilm, 'upload' | 'paused'>>,
): Promise<boolean> {
  const store = (await openFilms()).transaction(STORE, 'readwrite').objectStore(STORE);
  const found = await answer(store.get(film.campaignId) as IDBRequest<KeptFilm | undefined>);
  if (found?.filmId !== film.filmId) return false;
  await answer(store.put({ ...found, ...change }));
  return true;
}

export async function dropFilm(campaignId: string): Promise<void> {
  await ask(await openFilms(), 'readwrite', (store) => store.delete(campaignId));
}

async function ask<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  // Strict: a film that the page calls kept is still there after a crash.
  const transaction = database.transaction(STORE, mode, { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const [result] = await Promise.all([answer(use(transaction.objectStore(STORE))), done]);
  return result;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
