/** The languages we write. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' };

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/**
 * Picks the language to speak: the one kept from before, else the first of the reader's languages that we write,
 * else English.
 * @param kept what was stored, if anything
 * @param preferred BCP 47 tags in order of preference, as in `navigator.languages`
 */
export function chooseLanguage(kept: string | null, preferred: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}
