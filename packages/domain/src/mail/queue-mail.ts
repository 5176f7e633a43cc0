import { isErasedEmail, type Language } from '@backlot/core';
import { tables } from '@backlot/db';
import type { TxCtx } from '../context.ts';
import type { MailData, MailTemplate } from './templates.ts';

/**
 * Writes a mail and its job in the caller's transaction. `messageKey` names the cause: the same cause writes one
 * mail however often it happens. Who was erased gets none.
 */
export async function queueMail<T extends MailTemplate>(
  ctx: TxCtx,
  mail: { messageKey: string; recipient: string; language: Language; template: T; data: MailData[T] },
): Promise<void> {
  if (isErasedEmail(mail.recipient)) return;
  const id = ctx.newId();
  const rows = await ctx.tx
    .insert(tables.mails)
    .values({ id, ...mail, createdAt: ctx.now() })
    .onConflictDoNothing({ target: tables.mails.messageKey })
    .returning({ id: tables.mails.id });
  if (rows.length > 0) await ctx.queue.enqueue(ctx.tx, 'mail.send', { mailId: id });
}
