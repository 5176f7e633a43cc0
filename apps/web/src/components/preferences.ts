import { useSyncExternalStore } from 'react';
import { chooseLanguage, type Language } from '../i18n/language.ts';

export const themes = ['system', 'night', 'day'] as const;
export type Theme = (typeof themes)[number];

/** What this browser keeps of how its reader likes the pages. `public/theme.js` reads the same keys before the first paint. */
export interface Preferences {
  theme: Theme;
  language: Language;
}

const themeKey = 'backlot.theme';
const languageKey = 'backlot.language';

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is closed to us: the choice holds for this page only.
  }
}

let preferences: Preferences = {
  theme: themes.find((theme) => theme === kept(themeKey)) ?? 'night',
  language: chooseLanguage(kept(languageKey), navigator.languages),
};
const listeners = new Set<() => void>();
const daylight = matchMedia('(prefers-color-scheme: light)');

/** Shows the choice on the page itself: colours follow `data-theme`, speech follows `lang`. */
function apply() {
  const { theme, language } = preferences;
  const root = document.documentElement;
  root.dataset.theme = theme === 'system' ? (daylight.matches ? 'day' : 'night') : theme;
  root.lang = language;
  const day = root.dataset.theme === 'day';
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', day ? '#faf8f5' : '#0f0c0b');
}

function change(next: Partial<Preferences>) {
  preferences = { ...preferences, ...next };
  apply();
  for (const listener of listeners) listener();
}

export function setTheme(theme: Theme) {
  keep(themeKey, theme);
  change({ theme });
}

export function setLanguage(language: Language) {
  keep(languageKey, language);
  change({ language });
}

/** Whether the reader chose a language here, rather than having it from the browser. */
export function languageWasChosen(): boolean {
  return kept(languageKey) !== null;
}

export function currentPreferences(): Preferences {
  return preferences;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, currentPreferences);
}

daylight.addEventListener('change', apply);
apply();
