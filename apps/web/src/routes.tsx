import { type ComponentType, use } from 'react';
import { currentPreferences } from './components/preferences.ts';
import { loadTexts, type Part } from './i18n/catalogue.ts';
import { once } from './once.ts';
import Home from './pages/home/home.tsx';
import { leadsTo, patterns } from './paths.ts';

type Load = () => Promise<{ default: ComponentType }>;

export interface Page {
  pattern: string;
  Component: ComponentType;
  /** Fetches the page's code and its texts side by side, before they are needed. */
  preload(): Promise<unknown>;
}

/** A page: its address, its texts, its code. Each is a chunk of its own. */
function page(pattern: string, parts: readonly Part[], load: Load): Page {
  const code = once(load);
  return {
    pattern,
    Component() {
      const { default: Content } = use(code());
      return <Content />;
    },
    preload() {
      const { language } = currentPreferences();
      return Promise.all([code(), ...parts.map((part) => loadTexts(language, part))]);
    },
  };
}

/** The table of contents. The first pattern that fits wins. */
export const routes: readonly Page[] = [
  // The first page comes with the first chunk: it is where most visits begin, and small.
  { ...page(patterns.home, ['home'], async () => ({ default: Home })), Component: Home },
  page(patterns.signIn, ['ui', 'errors', 'account'], () => import('./pages/sign-in/sign-in.tsx')),
  page(patterns.signInCheck, ['account'], () => import('./pages/sign-in/check.tsx')),
  page(patterns.signInLink, ['errors', 'account'], () => import('./pages/sign-in/link.tsx')),
  page(patterns.campaigns, ['ui', 'errors', 'campaigns'], () => import('./pages/campaigns/list.tsx')),
  page(patterns.newCampaign, ['ui', 'errors', 'campaigns'], () => import('./pages/campaigns/new.tsx')),
  page(
    patterns.editCampaign,
    ['ui', 'errors', 'campaigns', 'film'],
    () => import('./pages/campaigns/edit/edit.tsx'),
  ),
  page(
    patterns.campaign,
    ['ui', 'errors', 'campaigns', 'campaign', 'film'],
    () => import('./pages/campaigns/status/status.tsx'),
  ),
  page(patterns.published, ['ui', 'errors', 'watch'], () => import('./pages/watch/watch.tsx')),
  page(patterns.dashboard, ['ui', 'errors', 'dashboard'], () => import('./pages/dashboard/dashboard.tsx')),
  page(
    patterns.studioGenerate,
    ['ui', 'errors', 'studio', 'generate', 'picture'],
    () => import('./pages/studio/generate/generate.tsx'),
  ),
  page(
    patterns.studioVideos,
    ['ui', 'errors', 'studio', 'library'],
    () => import('./pages/studio/library/library.tsx'),
  ),
  page(patterns.studioVideo, ['ui', 'errors', 'studio'], () => import('./pages/studio/video/video.tsx')),
  page(patterns.moderation, ['ui', 'errors', 'moderation'], () => import('./pages/moderation/queue.tsx')),
  page(patterns.moderationCase, ['ui', 'errors', 'moderation'], () => import('./pages/moderation/case.tsx')),
  page(
    patterns.settings,
    ['ui', 'errors', 'account', 'settings', 'picture'],
    () => import('./pages/settings/profile/profile.tsx'),
  ),
  page(
    patterns.settingsUsage,
    ['ui', 'errors', 'settings', 'usage'],
    () => import('./pages/settings/usage/usage.tsx'),
  ),
  page(patterns.operatorQuotas, ['ui', 'errors', 'usage'], () => import('./pages/operator/quotas.tsx')),
  page(
    patterns.settingsSessions,
    ['ui', 'errors', 'account', 'settings'],
    () => import('./pages/settings/sessions.tsx'),
  ),
  page(
    patterns.settingsData,
    ['ui', 'errors', 'account', 'settings'],
    () => import('./pages/settings/data/data.tsx'),
  ),
  page(
    patterns.settingsBilling,
    ['ui', 'errors', 'settings', 'billing'],
    () => import('./pages/billing/billing.tsx'),
  ),
  page(patterns.operatorRevenue, ['ui', 'errors', 'revenue'], () => import('./pages/operator/revenue.tsx')),
  page(
    patterns.operatorVideos,
    ['ui', 'errors', 'studio', 'operation'],
    () => import('./pages/operator/videos.tsx'),
  ),
  page(patterns.plans, ['billing'], () => import('./pages/billing/plans.tsx')),
  page(patterns.styleguide, ['ui', 'styleguide'], () => import('./pages/styleguide/styleguide.tsx')),
];

export const notFound: Page = page('*', [], async () => ({
  default: (await import('./components/not-found.tsx')).NotFound,
}));

/** The page an address leads to, for fetching it early; the router itself decides what is shown. */
export const pageAt = (path: string): Page =>
  routes.find(({ pattern }) => leadsTo(path, pattern)) ?? notFound;
