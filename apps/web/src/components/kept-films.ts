import { useEffect, useState, useSyncExternalStore } from 'react';
import { filmStore, type KeptFilm, openKeptFilm } from '../film/index.ts';

/**
 * The film that this browser keeps for a campaign: null for none, undefined while it is looked up, also when the browser
 * does not answer (`FilmLookup` says which).
 */
export function useKeptFilm(campaignId: string): KeptFilm | null | undefined {
  const { status, films } = useSyncExternalStore(filmStore.subscribe, filmStore.getSnapshot);
  if (status === 'loading' || status === 'stuck') return undefined;
  return films.find((film) => film.campaignId === campaignId) ?? null;
}

/** All films that this browser keeps. */
export function useKeptFilms(): readonly KeptFilm[] {
  return useSyncExternalStore(filmStore.subscribe, filmStore.getSnapshot).films;
}

/** Whether the browser does not answer what films it keeps. */
export function useFilmsStuck(): boolean {
  return useSyncExternalStore(filmStore.subscribe, filmStore.getSnapshot).status === 'stuck';
}

/** An address for a Blob, as long as the component shows it. */
export function useBlobUrl(blob: Blob | null | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** The bytes of a kept film for a player; null while they are opened and when they are gone. */
export function useKeptBytes(film: KeptFilm | null | undefined): Blob | null {
  const [bytes, setBytes] = useState<Blob | null>(null);
  const filmId = film?.filmId;
  const campaignId = film?.campaignId;
  useEffect(() => {
    setBytes(null);
    if (!filmId || !campaignId) return;
    let wanted = true;
    openKeptFilm(campaignId).then(
      (blob) => wanted && setBytes(blob),
      () => wanted && setBytes(null),
    );
    return () => {
      wanted = false;
    };
  }, [filmId, campaignId]);
  return bytes;
}
