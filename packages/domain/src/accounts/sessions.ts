import type { Language, Role } from '@backlot/core';
import { type Executor, tables } from '@backlot/db';
import { and, desc, eq, gt, lte } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { MemberCtx } from '../context.ts';
import { sha256Hex } from '../hashes.ts';
import { oneOr404 } from '../rows.ts';

/** Rows of signed-in browsers for the session library. Ids that come in are raw; only their SHA-256 is stored. */
export const sessionRows = {
  async insert(
    db: Executor,
    session: { rawId: string; memberId: string; expiresAt: Date; userAgent: string; now: Date },
  ): Promise<void> {
    await db.insert(tables.sessions).values({
      id: sha256Hex(session.rawId),
      publicId: uuidv7(),
      memberId: session.memberId,
      userAgent: session.userAgent.slice(0, 300),
      createdAt: session.now,
      expiresAt: session.expiresAt,
    });
  },

  async find(
    db: Executor,
    rawId: string,
  ): Promise<{ memberId: string; expiresAt: Date; member: SessionMember } | null> {
    const [row] = await db
      .select({
        memberId: tables.sessions.memberId,
        expiresAt: tables.sessions.expiresAt,
        email: tables.members.email,
        displayName: tables.members.displayName,
        language: tables.members.language,
        role: tables.members.role,
        avatarAssetId: tables.members.avatarAssetId,
        eraseAt: tables.members.eraseAt,
      })
      .from(tables.sessions)
      .innerJoin(tables.members, eq(tables.members.id, tables.sessions.memberId))
      .where(eq(tables.sessions.id, sha256Hex(rawId)));
    if (!row) return null;
    const { memberId, expiresAt, ...member } = row;
    return { memberId, expiresAt, member };
  },

  async listOf(db: Executor, memberId: string): Promise<{ hashedId: string; expiresAt: Date }[]> {
    return db
      .select({ hashedId: tables.sessions.id, expiresAt: tables.sessions.expiresAt })
      .from(tables.sessions)
      .where(eq(tables.sessions.memberId, memberId));
  },

  async extend(db: Executor, rawId: string, expiresAt: Date): Promise<void> {
    await db
      .update(tables.sessions)
      .set({ expiresAt })
      .where(eq(tables.sessions.id, sha256Hex(rawId)));
  },

  async remove(db: Executor, rawId: string): Promise<void> {
    await db.delete(tables.sessions).where(eq(tables.sessions.id, sha256Hex(rawId)));
  },

  async removeAllOf(db: Executor, memberId: string): Promise<void> {
    await db.delete(tables.sessions).where(eq(tables.sessions.memberId, memberId));
  },

  async removeExpired(db: Executor, now: Date): Promise<void> {
    await db.delete(tables.sessions).where(lte(tables.sessions.expiresAt, now));
  },
};

export type SessionMember = {
  email: string;
  displayName: string;
  language: Language;
  role: Role;
  avatarAssetId: string | null;
  /** When the account will be erased, while it waits for that. */
  eraseAt: Date | null;
};

/** The member's signed-in browsers, newest first. */
export async function listSessions(ctx: MemberCtx, input: { currentRawId: string }) {
  const rows = await ctx.db
    .select()
    .from(tables.sessions)
    .where(and(eq(tables.sessions.memberId, ctx.actor.memberId), gt(tables.sessions.expiresAt, ctx.now())))
    .orderBy(desc(tables.sessions.createdAt));
  const current = sha256Hex(input.currentRawId);
  return rows.map((row) => ({
    id: row.publicId,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === current,
  }));
}

/** Signs one of the member's browsers out. NOT_FOUND for anybody else's. */
export async function revokeSession(ctx: MemberCtx, input: { id: string }): Promise<void> {
  oneOr404(
    await ctx.db
      .delete(tables.sessions)
      .where(and(eq(tables.sessions.publicId, input.id), eq(tables.sessions.memberId, ctx.actor.memberId)))
      .returning({ id: tables.sessions.id }),
  );
}
