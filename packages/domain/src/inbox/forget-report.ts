import { tables } from '@backlot/db';
import { eq, sql } from 'drizzle-orm';
import type { TxCtx } from '../context.ts';

/** What a provider's report says opens its files to whoever reads it; once the message is handled, it stands there no more. */
export async function forgetReport({ tx }: TxCtx, messageId: string): Promise<void> {
  const { inbox } = tables;
  await tx
    .update(inbox)
    .set({ payload: sql`${inbox.payload} - 'report'` })
    .where(eq(inbox.id, messageId));
}
