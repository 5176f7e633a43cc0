import { idSchema } from '@backlot/core/schemas';
import { claim, decide, listReviews, release, viewReview } from '@backlot/domain';
import { z } from 'zod';
import { moderator, router } from '../trpc.ts';

const one = z.object({ reviewId: idSchema });

export const moderationRouter = router({
  queue: moderator.query(({ ctx }) => listReviews(ctx.domain)),
  get: moderator.input(one).query(({ ctx, input }) => viewReview(ctx.domain, input)),
  claim: moderator.input(one).mutation(({ ctx, input }) => claim(ctx.domain, input)),
  release: moderator.input(one).mutation(({ ctx, input }) => release(ctx.domain, input)),
  decide: moderator
    .input(
      one.extend({
        verdict: z.enum(['approved', 'rejected', 'changes_requested']),
        reason: z.string().trim().max(2_000).nullable().default(null),
      }),
    )
    .mutation(({ ctx, input }) => decide(ctx.domain, input)),
});
