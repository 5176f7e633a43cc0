import { campaignDraftSchema, campaignKindSchema, filmPromiseSchema, idSchema } from '@backlot/core/schemas';
import {
  appeal,
  confirm,
  discardDraft,
  listCampaigns,
  listPublished,
  replaceFilm,
  requestRefund,
  saveDraft,
  startDraft,
  viewCampaign,
  viewPublished,
} from '@backlot/domain';
import { z } from 'zod';
import { member, open, router } from '../trpc.ts';

const one = z.object({ campaignId: idSchema });

export const campaignsRouter = router({
  published: open.query(({ ctx }) => listPublished(ctx.domain)),
  public: open
    .input(z.object({ slug: z.string().min(1).max(40) }))
    .query(({ ctx, input }) => viewPublished(ctx.domain, input)),

  mine: member.query(({ ctx }) => listCampaigns(ctx.domain)),
  get: member.input(one).query(({ ctx, input }) => viewCampaign(ctx.domain, input)),
  start: member
    .input(z.object({ kind: campaignKindSchema }))
    .mutation(({ ctx, input }) => startDraft(ctx.domain, input)),
  saveDraft: member
    .input(one.extend({ changes: campaignDraftSchema }))
    .mutation(({ ctx, input }) => saveDraft(ctx.domain, input)),
  discard: member.input(one).mutation(({ ctx, input }) => discardDraft(ctx.domain, input)),
  confirm: member
    .meta({ limit: 'costly' })
    .input(one)
    .mutation(({ ctx, input }) => confirm(ctx.domain, input)),
  replaceFilm: member
    .meta({ limit: 'costly' })
    .input(one.extend({ film: filmPromiseSchema }))
    .mutation(({ ctx, input }) => replaceFilm(ctx.domain, input)),
  requestRefund: member.input(one).mutation(({ ctx, input }) => requestRefund(ctx.domain, input)),
  appeal: member
    .input(one.extend({ text: z.string().trim().min(1).max(2_000) }))
    .mutation(({ ctx, input }) => appeal(ctx.domain, input)),
});
