import { useSearchParams } from 'wouter';
import { useTexts } from '../../i18n/texts.tsx';

/** Why the api led back here from a sign-in elsewhere (`?problem=CODE`), in words; null when it did not. */
export function useReturnedProblem(): string | null {
  const texts = useTexts('errors');
  const [search] = useSearchParams();
  const code = search.get('problem');
  if (code === null) return null;
  return Object.hasOwn(texts, code) ? texts[code as keyof typeof texts] : texts.INTERNAL;
}
