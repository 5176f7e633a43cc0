import { BacklotError, canModerate, type LimitName } from '@backlot/core';
import type { Ctx, MemberCtx } from '@backlot/domain';
import { initTRPC, TRPCError } from '@trpc/server';
import { publicError, toTrpcError } from './errors.ts';
import type { NoticeHub } from './notice-hub.ts';
import type { Identity, Sessions } from './session.ts';

/** What a procedure is given. */
export type RequestContext = {
  domain: Ctx;
  sessions: Sessions;
  identity: Identity;
  notices: NoticeHub;
  cookieHeader: string | null;
  userAgent: string;
  setCookie(value: string): void;
};

/** What a procedure says of itself beside who may call it. */
export type ProcedureMeta = {
  /** Which limit its calls count against; `calls` when nothing is said. */
  limit?: LimitName;
};

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter({ shape, error }) {
      const { code, message, status, data } = publicError(error);
      // Nothing of ours but these four leaves: no stack, no path, no input.
      return { ...shape, message, data: { code, httpStatus: status, details: data } };
    },
    sse: {
      // A stream ends every five minutes and is resumed, so that a session that was revoked hears no more.
      maxDurationMs: 5 * 60_000,
      ping: { enabled: true, intervalMs: 10_000 },
      client: { reconnectAfterInactivityMs: 25_000 },
    },
  });

/** Errors of verbs become transport errors here and nowhere else. */
const withErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error);
  return result;
});

export const router = t.router;

/** Anyone may call it. */
export const open = t.procedure.use(withErrors);

/** Signed in, be it to an account that waits to be erased. */
export const leaving = open.use(({ ctx, next }) => {
  const { actor } = ctx.domain;
  if (actor.kind !== 'member') throw new BacklotError('NOT_SIGNED_IN');
  const domain: MemberCtx = { ...ctx.domain, actor };
  return next({ ctx: { ...ctx, domain } });
});

/** Signed in. Who waits to be erased may only come back, or go. */
export const member = leaving.use(({ ctx, next }) => {
  if (ctx.identity.profile?.eraseAt) throw new BacklotError('DELETION_PENDING');
  return next();
});

/** A moderator. To everybody else there is nothing here. */
export const moderator = member.use(({ ctx, next }) => {
  if (!canModerate(ctx.domain.actor.role)) throw new BacklotError('NOT_FOUND');
  return next();
});

/** An operator. To everybody else there is nothing here. */
export const operator = member.use(({ ctx, next }) => {
  if (ctx.domain.actor.role !== 'operator') throw new BacklotError('NOT_FOUND');
  return next();
});

export { TRPCError };
