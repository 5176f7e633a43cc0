import { tables } from '@backlot/db';
import type { TxCtx } from './context.ts';

type Json = Record<string, string | number | boolean | null>;

/** Records an act of a moderator or operator in the transaction that performs it. */
export async function audit(
  ctx: TxCtx,
  entry: {
    actorId: string;
    act: string;
    subjectKind: string;
    subjectId: string;
    before: Json | null;
    after: Json | null;
  },
): Promise<void> {
  await ctx.tx.insert(tables.auditLog).values({ id: ctx.newId(), at: ctx.now(), ...entry });
}
