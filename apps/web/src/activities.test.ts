import { activitySchema } from '@backlot/core/schemas';
import { expect, it } from 'vitest';
import { activitiesAt, wantsNoCounting } from './activities.ts';

const id = '01939b8c-0000-7000-8000-000000000000';

it.each([
  ['/', '', ['page.viewed home -']],
  ['/c/abcdefghjkmnpqrs', '', ['page.viewed published abcdefghjkmnpqrs']],
  ['/campaigns/new', '', ['page.viewed newCampaign -']],
  [`/campaigns/${id}/edit/terms`, '', [`page.viewed editCampaign ${id}`, `campaign.step terms ${id}`]],
  [`/campaigns/${id}/edit/nonsense`, '', [`page.viewed editCampaign ${id}`]],
  [`/campaigns/${id}`, '?paid=1', [`page.viewed campaign ${id}`, `checkout.step returned ${id}`]],
  [`/campaigns/${id}`, '?left=1', [`page.viewed campaign ${id}`, `checkout.step left ${id}`]],
  [`/moderation/${id}`, '', ['page.viewed other -']],
  ['/sign-in/link', '?token=secret', ['page.viewed other -']],
])('%s%s', (path, search, expected) => {
  const seen = activitiesAt(path, search);
  expect(seen.map(({ kind, detail, campaign }) => `${kind} ${detail} ${campaign ?? '-'}`)).toEqual(expected);
  for (const one of seen) expect(activitySchema.safeParse({ ...one, id, agoMs: 0 }).success).toBe(true);
});

it('counts nobody who asked for that', () => {
  expect(wantsNoCounting({ doNotTrack: '1' })).toBe(true);
  expect(wantsNoCounting({ globalPrivacyControl: true })).toBe(true);
  expect(wantsNoCounting({ doNotTrack: null, globalPrivacyControl: false })).toBe(false);
});
