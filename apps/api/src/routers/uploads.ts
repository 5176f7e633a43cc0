import { idSchema, partPromisesSchema } from '@backlot/core/schemas';
import { completeUpload, listLiveUploads, signParts, storedParts, viewUpload } from '@backlot/domain';
import { z } from 'zod';
import { member, router } from '../trpc.ts';

const one = z.object({ uploadId: idSchema });

export const uploadsRouter = router({
  live: member.query(({ ctx }) => listLiveUploads(ctx.domain)),
  get: member.input(z.object({ assetId: idSchema })).query(({ ctx, input }) => viewUpload(ctx.domain, input)),
  storedParts: member.input(one).query(({ ctx, input }) => storedParts(ctx.domain, input)),
  signParts: member
    .input(one.extend({ parts: partPromisesSchema }))
    .mutation(({ ctx, input }) => signParts(ctx.domain, input)),
  complete: member.input(one).mutation(({ ctx, input }) => completeUpload(ctx.domain, input)),
});
