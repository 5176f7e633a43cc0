import { tables } from '@backlot/db';
import { lt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** Long enough to see in a complaint what became of a link; addresses of people who never came are not kept longer. */
const keepMs = 7 * 24 * 3_600_000;

/** Forgets sign-ins that were begun and can no longer be finished. */
export async function purgeSignIns(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - keepMs);
  await ctx.db.delete(tables.signInLinks).where(lt(tables.signInLinks.expiresAt, before));
  await ctx.db.delete(tables.googleSignIns).where(lt(tables.googleSignIns.expiresAt, before));
}
