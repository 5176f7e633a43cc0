import { filmPasses } from '@backlot/core';
import { FilmError } from '../../film/index.ts';
import { useFormats, useTexts } from '../../i18n/texts.tsx';

/** The words for what kept a film from being taken: which rule, what was seen, and what would pass. */
export function useFilmErrorText(): (error: unknown) => string {
  const texts = useTexts('film').errors;
  const formats = useFormats();
  return (error) => {
    if (!(error instanceof FilmError)) return texts.unknown;
    const { rule, facts, neededBytes, freeBytes } = error.data;
    switch (error.code) {
      case 'refused': {
        if (!rule) return texts.unknown;
        const seen = {
          too_large: () => formats.bytes(facts?.sizeBytes ?? 0),
          too_long: () => formats.timeCode((facts?.durationMs ?? 0) / 1000),
        };
        const passes = {
          too_large: () => formats.bytes(filmPasses.sizeBytesMax),
          too_long: () => formats.timeCode(filmPasses.durationMsMax / 1000),
          dimensions: () => `${filmPasses.sidePxMin}–${filmPasses.sidePxMax}`,
        };
        const say = <K extends string>(from: Partial<Record<K, () => string>>, key: string) =>
          key in from ? (from[key as K]?.() ?? '') : '';
        return texts.rules[rule](say(seen, rule), say(passes, rule));
      }
      case 'no_room':
        return texts.noRoom(
          formats.bytes(neededBytes ?? 0),
          freeBytes === null || freeBytes === undefined ? null : formats.bytes(freeBytes),
        );
      case 'storage_unavailable':
        return texts.storageUnavailable;
      case 'storage_stuck':
        return texts.storageStuck;
      case 'read_failed':
        return texts.readFailed;
      case 'different_film':
        return texts.differentFilm;
      case 'not_clean':
        return texts.notClean;
    }
  };
}
