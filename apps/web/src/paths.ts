import type { VideoShelf } from '@backlot/core';

/** Every address of the app. Patterns are for `routes.tsx`, functions are for links; nothing else spells a path. */
export const patterns = {
  home: '/',
  signIn: '/sign-in',
  signInCheck: '/sign-in/check',
  signInLink: '/sign-in/link',
  campaigns: '/campaigns',
  newCampaign: '/campaigns/new',
  editCampaign: '/campaigns/:id/edit/:step',
  campaign: '/campaigns/:id',
  published: '/c/:slug',
  dashboard: '/dashboard',
  studioGenerate: '/studio/generate',
  studioVideos: '/studio/videos',
  studioVideo: '/studio/videos/:videoId',
  moderation: '/moderation',
  moderationCase: '/moderation/:id',
  settings: '/settings',
  settingsSessions: '/settings/sessions',
  settingsUsage: '/settings/usage',
  operatorQuotas: '/operator/quotas',
  settingsData: '/settings/data',
  settingsBilling: '/settings/billing',
  plans: '/plans',
  operatorRevenue: '/operator/revenue',
  operatorVideos: '/operator/videos',
  styleguide: '/styleguide',
} as const;

/** Whether a path is one of a pattern's, as the router sees it. */
export function leadsTo(path: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}/?$`).test(path);
}

export const editSteps = ['who', 'film', 'terms', 'recap'] as const;
export type EditStep = (typeof editSteps)[number];

/** Narrows the step of an address; an unknown step is the not-found page's business. */
export function isEditStep(value: string): value is EditStep {
  return editSteps.some((step) => step === value);
}

const part = encodeURIComponent;

export const paths = {
  home: () => patterns.home,
  /** `next` is a path of ours to go on to after signing in. */
  signIn: (next?: string) => (next ? `${patterns.signIn}?next=${part(next)}` : patterns.signIn),
  signInCheck: () => patterns.signInCheck,
  campaigns: () => patterns.campaigns,
  newCampaign: () => patterns.newCampaign,
  editCampaign: (id: string, step: EditStep) => `/campaigns/${part(id)}/edit/${step}`,
  campaign: (id: string) => `/campaigns/${part(id)}`,
  published: (slug: string) => `/c/${part(slug)}`,
  dashboard: () => patterns.dashboard,
  studioGenerate: () => patterns.studioGenerate,
  studioVideos: (shelf?: VideoShelf) =>
    shelf && shelf !== 'all' ? `${patterns.studioVideos}?shelf=${shelf}` : patterns.studioVideos,
  studioVideo: (videoId: string) => `/studio/videos/${part(videoId)}`,
  moderation: () => patterns.moderation,
  moderationCase: (id: string) => `/moderation/${part(id)}`,
  settings: () => patterns.settings,
  settingsSessions: () => patterns.settingsSessions,
  settingsUsage: () => patterns.settingsUsage,
  operatorQuotas: () => patterns.operatorQuotas,
  settingsData: () => patterns.settingsData,
  settingsBilling: (interval?: 'month' | 'year') =>
    interval ? `${patterns.settingsBilling}?interval=${interval}` : patterns.settingsBilling,
  plans: () => patterns.plans,
  operatorRevenue: () => patterns.operatorRevenue,
  operatorVideos: () => patterns.operatorVideos,
};

/** A path to go on to, only if it is one of ours: never another origin. */
export function safeNext(value: string | null): string {
  return value?.startsWith('/') && !value.startsWith('//') && !value.includes('\\') ? value : paths.home();
}
