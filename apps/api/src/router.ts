import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { activitiesRouter } from './routers/activities.ts';
import { authRouter } from './routers/auth.ts';
import { billingRouter } from './routers/billing.ts';
import { campaignsRouter } from './routers/campaigns.ts';
import { moderationRouter } from './routers/moderation.ts';
import { noticesRouter } from './routers/notices.ts';
import { settingsRouter } from './routers/settings.ts';
import { uploadsRouter } from './routers/uploads.ts';
import { usageRouter } from './routers/usage.ts';
import { videosRouter } from './routers/videos.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  activities: activitiesRouter,
  auth: authRouter,
  billing: billingRouter,
  campaigns: campaignsRouter,
  moderation: moderationRouter,
  notices: noticesRouter,
  settings: settingsRouter,
  uploads: uploadsRouter,
  usage: usageRouter,
  videos: videosRouter,
});

/** All that a client needs: the type of every call, with no generated code. */
export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
