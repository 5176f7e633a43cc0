import { displayNameSchema, idSchema, languageSchema, picturePromiseSchema } from '@backlot/core/schemas';
import {
  askExport,
  fetchExport,
  listSessions,
  openPictureUpload,
  removeAvatar,
  requestDeletion,
  revokeSession,
  setDisplayName,
  setLanguage,
  viewExport,
  viewStats,
} from '@backlot/domain';
import { z } from 'zod';
import { member, router } from '../trpc.ts';

export const settingsRouter = router({
  sessions: member.query(({ ctx }) =>
    listSessions(ctx.domain, { currentRawId: ctx.identity.rawSessionId ?? '' }),
  ),
  revokeSession: member
    .input(z.object({ id: idSchema }))
    .mutation(({ ctx, input }) => revokeSession(ctx.domain, input)),
  setLanguage: member
    .input(z.object({ language: languageSchema }))
    .mutation(({ ctx, input }) => setLanguage(ctx.domain, input)),
  setDisplayName: member
    .input(z.object({ displayName: displayNameSchema }))
    .mutation(({ ctx, input }) => setDisplayName(ctx.domain, input)),
  openAvatarUpload: member
    .meta({ limit: 'costly' })
    .input(picturePromiseSchema)
    .mutation(({ ctx, input }) => openPictureUpload(ctx.domain, 'avatar', input)),
  removeAvatar: member.mutation(({ ctx }) => removeAvatar(ctx.domain)),
  export: member.query(({ ctx }) => viewExport(ctx.domain)),
  askExport: member.meta({ limit: 'costly' }).mutation(({ ctx }) => askExport(ctx.domain)),
  fetchExport: member
    .input(z.object({ exportId: idSchema }))
    .mutation(({ ctx, input }) => fetchExport(ctx.domain, input)),
  requestDeletion: member
    .input(z.object({ email: z.string().max(254), endSubscription: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => requestDeletion(ctx.domain, input)),
  stats: member.query(({ ctx }) => viewStats(ctx.domain)),
});
