import { idSchema, languageSchema } from '@backlot/core/schemas';
import { listSessions, revokeSession, setLanguage } from '@backlot/domain';
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
});
