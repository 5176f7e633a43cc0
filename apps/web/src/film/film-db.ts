import type { FilmFacts, PrivateFinding } from '@backlot/core';
import type { Place, PosterImage } from './worker/protocol.ts';

/** The assets that the server made for a film and its poster when the order was confirmed. */
export interface UploadTarget {
  filmAssetId: string;
  posterAssetId: string | null;
}

/** A film that this browser keeps for a campaign until the server has verified every byte of it. */
export interface KeptFilm {
  /** New for every film that is kept, also when it takes the place of another. */
  filmId: string;
  campaignId: string;
  /** The person's own name of the file. */
  name: string;
  facts: FilmFacts;
  /** Of exactly the bytes that will be sent, lower-case hex. */
  sha256: string;
  /** Of each part of the upload in base64, the first part first. */
  partHashes: string[];
  /** What the picked file told of place and device, removed or not. */
  findings: PrivateFinding[];
  privateDataKept: boolean;
  /** This browser can decode it; otherwise show the facts, and the poster if there is one. */
  canPreview: boolean;
  poster: PosterImage | null;
  place: Place;
  keptAtMs: number;
  /** Null until the order is confirmed. */
  upload: UploadTarget | null;
  /** The person paused the upload; it stays so over a reload. */
  paused: boolean;
}

const DATABASE = 'backlot-films';
const STORE = 'films';

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'campaignId' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

export async function allFilms(): Promise<KeptFilm[]> {
  return ask('readonly', (store) => store.getAll() as IDBRequest<KeptFilm[]>);
}

export async function findFilm(campaignId: string): Promise<KeptFilm | null> {
  const found = await ask('readonly', (store) => store.get(campaignId) as IDBRequest<KeptFilm | undefined>);
  return found ?? null;
}

export async function putFilm(film: KeptFilm): Promise<void> {
  await ask('readwrite', (store) => store.put(film));
}

/** Changes a record if it is still there and still this film; answers whether it was. */
export async function changeFilm(
  film: Pick<KeptFilm, 'campaignId' | 'filmId'>,
  change: Partial<Pick<KeptFilm, 'upload' | 'paused'>>,
): Promise<boolean> {
  const store = (await database()).transaction(STORE, 'readwrite').objectStore(STORE);
  const found = await answer(store.get(film.campaignId) as IDBRequest<KeptFilm | undefined>);
  if (found?.filmId !== film.filmId) return false;
  await answer(store.put({ ...found, ...change }));
  return true;
}

export async function dropFilm(campaignId: string): Promise<void> {
  await ask('readwrite', (store) => store.delete(campaignId));
}

async function ask<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  // Strict: a film that the page calls kept is still there after a crash.
  const transaction = (await database()).transaction(STORE, mode, { durability: 'strict' });
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
