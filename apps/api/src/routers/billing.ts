import { billingIntervals, paidPlanNames } from '@backlot/core';
import { openPortal, startSubscription, viewBilling, viewRevenue } from '@backlot/domain';
import { z } from 'zod';
import { member, operator, router } from '../trpc.ts';

export const billingRouter = router({
  mine: member.query(({ ctx }) => viewBilling(ctx.domain)),
  start: member
    .meta({ limit: 'costly' })
    .input(z.object({ plan: z.enum(paidPlanNames), interval: z.enum(billingIntervals) }))
    .mutation(({ ctx, input }) => startSubscription(ctx.domain, input)),
  openPortal: member.mutation(({ ctx }) => openPortal(ctx.domain)),
  revenue: operator.query(({ ctx }) => viewRevenue(ctx.domain)),
});
