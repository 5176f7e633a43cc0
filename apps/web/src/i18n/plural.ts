import type { Language } from './language.ts';

const rules = new Map<Language, Intl.PluralRules>();

/** Chooses the form of a counted word. French counts 0 as singular, English does not: the rules know. */
export function plural(language: Language, count: number, one: string, other: string): string {
  let rule = rules.get(language);
  if (!rule) {
    rule = new Intl.PluralRules(language);
    rules.set(language, rule);
  }
  return rule.select(count) === 'one' ? one : other;
}
