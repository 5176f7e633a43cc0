import { activitiesSchema, activityPeriodSchema } from '@backlot/core/schemas';
import { reportActivities, viewActivities } from '@backlot/domain';
import { z } from 'zod';
import { member, open, router } from '../trpc.ts';

export const activitiesRouter = router({
  report: open
    .input(z.strictObject({ activities: activitiesSchema }))
    .mutation(({ ctx, input }) => reportActivities(ctx.domain, input)),
  stats: member
    .input(z.object({ days: activityPeriodSchema }))
    .query(({ ctx, input }) => viewActivities(ctx.domain, input)),
});
