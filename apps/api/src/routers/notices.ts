import { canModerate } from '@backlot/core';
import type { Audience } from '@backlot/domain';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { member, router } from '../trpc.ts';

export const noticesRouter = router({
  /** What changed for this member, as it changes; goes on after the last event that the browser saw. */
  stream: member
    .input(z.object({ lastEventId: z.string().max(200).nullish() }).optional())
    .subscription(async function* ({ ctx, input, signal }) {
      const { actor } = ctx.domain;
      const audiences: Audience[] = [`member:${actor.memberId}`];
      if (canModerate(actor.role)) audiences.push('moderators');
      const end = signal ?? new AbortController().signal;
      for await (const { cursor, notice } of ctx.notices.stream(
        ctx.domain,
        audiences,
        input?.lastEventId ?? null,
        end,
      ))
        yield tracked(cursor, notice);
    }),
});
