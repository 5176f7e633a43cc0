import { createContext, type ReactNode, use, useContext, useMemo } from 'react';
import { loadTexts, type Part, type Texts } from './catalogue.ts';
import { type Formats, makeFormats } from './format.ts';
import type { Language } from './language.ts';

interface Speech {
  language: Language;
  formats: Formats;
}

const SpeechContext = createContext<Speech | null>(null);

/** Sets the language of everything inside. */
export function Speak({ language, children }: { language: Language; children: ReactNode }) {
  const speech = useMemo(() => ({ language, formats: makeFormats(language) }), [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('Texts are read outside <Speak>');
  return speech;
}

/** The texts of one part in the reader's language; suspends until they are loaded. */
export function useTexts<P extends Part>(part: P): Texts<P> {
  return use(loadTexts(useSpeech().language, part));
}

export function useLanguage(): Language {
  return useSpeech().language;
}

/** Dates, money, bytes and durations in the reader's language. */
export function useFormats(): Formats {
  return useSpeech().formats;
}
