import { grains, meterNames } from '@backlot/core';
import { listNearLimits, viewUsage, viewUsageHistory } from '@backlot/domain';
import { z } from 'zod';
import { member, operator, router } from '../trpc.ts';

export const usageRouter = router({
  get: member.query(({ ctx }) => viewUsage(ctx.domain)),
  history: member
    .input(
      z.object({
        grain: z.enum(grains),
        meters: z.array(z.enum(meterNames)).min(1).max(meterNames.length),
      }),
    )
    .query(({ ctx, input }) => viewUsageHistory(ctx.domain, input)),
  nearLimits: operator.query(({ ctx }) => listNearLimits(ctx.domain)),
});
