import { once } from '../once.ts';
import type { Language } from './language.ts';

/**
 * Where each part of the texts lives. English is the source; the French file must satisfy its type, so a missing or
 * misspelt text is a type error. Only the parts in use, in the language in use, are loaded.
 */
const loaders = {
  en: {
    shell: () => import('./en/shell.ts'),
    ui: () => import('./en/ui.ts'),
    errors: () => import('./en/errors.ts'),
    home: () => import('./en/home.ts'),
    account: () => import('./en/account.ts'),
    settings: () => import('./en/settings.ts'),
    billing: () => import('./en/billing.ts'),
    usage: () => import('./en/usage.ts'),
    revenue: () => import('./en/revenue.ts'),
    campaigns: () => import('./en/campaigns.ts'),
    film: () => import('./en/film.ts'),
    record: () => import('./en/record.ts'),
    campaign: () => import('./en/campaign.ts'),
    watch: () => import('./en/watch.ts'),
    moderation: () => import('./en/moderation.ts'),
    dashboard: () => import('./en/dashboard.ts'),
    picture: () => import('./en/picture.ts'),
    studio: () => import('./en/studio.ts'),
    generate: () => import('./en/generate.ts'),
    library: () => import('./en/library.ts'),
    operation: () => import('./en/operation.ts'),
    styleguide: () => import('./en/styleguide.ts'),
  },
  fr: {
    shell: () => import('./fr/shell.ts'),
    ui: () => import('./fr/ui.ts'),
    errors: () => import('./fr/errors.ts'),
    home: () => import('./fr/home.ts'),
    account: () => import('./fr/account.ts'),
    settings: () => import('./fr/settings.ts'),
    billing: () => import('./fr/billing.ts'),
    usage: () => import('./fr/usage.ts'),
    revenue: () => import('./fr/revenue.ts'),
    campaigns: () => import('./fr/campaigns.ts'),
    film: () => import('./fr/film.ts'),
    record: () => import('./fr/record.ts'),
    campaign: () => import('./fr/campaign.ts'),
    watch: () => import('./fr/watch.ts'),
    moderation: () => import('./fr/moderation.ts'),
    dashboard: () => import('./fr/dashboard.ts'),
    picture: () => import('./fr/picture.ts'),
    studio: () => import('./fr/studio.ts'),
    generate: () => import('./fr/generate.ts'),
    library: () => import('./fr/library.ts'),
    operation: () => import('./fr/operation.ts'),
    styleguide: () => import('./fr/styleguide.ts'),
  },
};

type English = (typeof loaders)['en'];
export type Part = keyof English;
export type Texts<P extends Part> = Awaited<ReturnType<English[P]>>['default'];
type Loaders = { [L in Language]: { [P in Part]: () => Promise<{ default: Texts<P> }> } };

const typedLoaders: Loaders = loaders;

const known = new Map<string, () => Promise<unknown>>();

/** One part of the texts in one language; the same promise each time (see `once`). */
export function loadTexts<P extends Part>(language: Language, part: P): Promise<Texts<P>> {
  const key = `${language}/${part}`;
  const load: () => Promise<{ default: Texts<P> }> = typedLoaders[language][part];
  const texts = known.get(key) ?? once(async () => (await load()).default);
  known.set(key, texts);
  return texts() as Promise<Texts<P>>;
}
