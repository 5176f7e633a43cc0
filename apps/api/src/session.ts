import { randomBytes } from 'node:crypto';
import { type Role, sessionLifetimeMs } from '@backlot/core';
import type { Database } from '@backlot/db';
import { type Actor, type SessionMember, sessionRows } from '@backlot/domain';
import { type Adapter, Lucia, TimeSpan } from 'lucia';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, SessionMember>;
    DatabaseUserAttributes: SessionMember;
    DatabaseSessionAttributes: { userAgent?: string };
  }
}

/**
 * Sessions of signed-in browsers. lucia is no longer developed, so nothing but this file knows of it: whoever
 * replaces it keeps this type. Ids are stored as SHA-256; a session ends 30 days after its last use.
 */
export type Sessions = {
  /** Who sends a request, with a cookie to send again when the session was prolonged. */
  identify(cookieHeader: string | null): Promise<Identity>;
  open(memberId: string, userAgent: string): Promise<{ setCookie: string }>;
  close(rawId: string): Promise<{ setCookie: string }>;
};

export type Identity = {
  actor: Actor;
  /** What the pages show of a member; null for a visitor. */
  profile: Pick<SessionMember, 'displayName' | 'avatarAssetId' | 'eraseAt'> | null;
  rawSessionId: string | null;
  setCookie: string | null;
};

const visitor: Identity = {
  actor: { kind: 'visitor' },
  profile: null,
  rawSessionId: null,
  setCookie: null,
};

/** How old a prolongation grows before the next one. lucia alone lets half of the lifetime pass. */
const prolongedEveryMs = 3_600_000;

export function openSessions(db: Database, now: () => Date): Sessions {
  const lucia = new Lucia(adapterOn(db, now), {
    sessionExpiresIn: new TimeSpan(sessionLifetimeMs, 'ms'),
    sessionCookie: {
      // The prefix makes the browser refuse the cookie unless it is Secure and for this host alone.
      name: '__Host-backlot-session',
      expires: true,
      attributes: { secure: true, sameSite: 'lax', path: '/' },
    },
    getUserAttributes: (attributes) => attributes,
  });
  return {
    async identify(cookieHeader) {
      const rawId = lucia.readSessionCookie(cookieHeader ?? '');
      if (!rawId) return visitor;
      const { session, user } = await lucia.validateSession(rawId);
      if (!session) return { ...visitor, setCookie: lucia.createBlankSessionCookie().serialize() };
      const expiresAt = new Date(now().getTime() + sessionLifetimeMs);
      const isDue = expiresAt.getTime() - session.expiresAt.getTime() > prolongedEveryMs;
      if (isDue) await sessionRows.extend(db, rawId, expiresAt);
      const { email, language, displayName, avatarAssetId, eraseAt } = user;
      const role: Role = user.role;
      return {
        actor: { kind: 'member', memberId: user.id, role, language, email },
        profile: { displayName, avatarAssetId, eraseAt },
        rawSessionId: rawId,
        setCookie: session.fresh || isDue ? lucia.createSessionCookie(rawId).serialize() : null,
      };
    },
    async open(memberId, userAgent) {
      const session = await lucia.createSession(memberId, { userAgent }, { sessionId: newSecret() });
      return { setCookie: lucia.createSessionCookie(session.id).serialize() };
    },
    async close(rawId) {
      await lucia.invalidateSession(rawId);
      return { setCookie: lucia.createBlankSessionCookie().serialize() };
    },
  };
}

/** 256 bits, for a cookie. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

function adapterOn(db: Database, now: () => Date): Adapter {
  return {
    async getSessionAndUser(rawId) {
      const found = await sessionRows.find(db, rawId);
      if (!found) return [null, null];
      return [
        { id: rawId, userId: found.memberId, expiresAt: found.expiresAt, attributes: {} },
        { id: found.memberId, attributes: found.member },
      ];
    },
    async getUserSessions(memberId) {
      const rows = await sessionRows.listOf(db, memberId);
      return rows.map((row) => ({
        id: row.hashedId,
        userId: memberId,
        expiresAt: row.expiresAt,
        attributes: {},
      }));
    },
    setSession: (session) =>
      sessionRows.insert(db, {
        rawId: session.id,
        memberId: session.userId,
        expiresAt: session.expiresAt,
        userAgent: session.attributes.userAgent ?? '',
        now: now(),
      }),
    updateSessionExpiration: (rawId, expiresAt) => sessionRows.extend(db, rawId, expiresAt),
    deleteSession: (rawId) => sessionRows.remove(db, rawId),
    deleteUserSessions: (memberId) => sessionRows.removeAllOf(db, memberId),
    deleteExpiredSessions: () => sessionRows.removeExpired(db, now()),
  };
}
