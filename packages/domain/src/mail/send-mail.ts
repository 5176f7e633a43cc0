import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import { signInToken } from '../accounts/sign-in-token.ts';
import type { Ctx } from '../context.ts';
import { stillWanted } from './still-wanted.ts';
import { type MailData, type MailTemplate, mailWords } from './templates.ts';
import { writeMail } from './write-mail.ts';

/**
 * Sends one queued mail, at most once: the claim is written first, and only an answer that proves that nothing was
 * taken gives it back. A crash in between leaves the mail claimed and unsent, where an operator sees it.
 */
export async function sendMail(ctx: Ctx, input: { mailId: string }): Promise<void> {
  const [mail] = await ctx.db
    .update(tables.mails)
    .set({ startedAt: ctx.now() })
    .where(and(eq(tables.mails.id, input.mailId), isNull(tables.mails.startedAt)))
    .returning();
  if (!mail) return;
  const settle = (
    outcome: { sentAt: Date } | { refusedAt: Date } | { droppedAt: Date } | { startedAt: null },
  ) => ctx.db.update(tables.mails).set(outcome).where(eq(tables.mails.id, mail.id));
  const template = mail.template as MailTemplate;
  const data = mail.data as MailData[MailTemplate];
  if (!(await stillWanted(ctx.db, template, data))) {
    await settle({ droppedAt: ctx.now() });
    return;
  }
  const { publicUrl, linkSecret } = ctx.settings;
  const words = mailWords(template, mail.language, data, {
    signIn: (linkId) => `${publicUrl}/sign-in/link?token=${signInToken(linkId, linkSecret)}`,
    page: (path) => `${publicUrl}${path}`,
  });
  const host = new URL(publicUrl).hostname;
  const message = {
    messageId: `<${mail.id}@${host}>`,
    to: mail.recipient,
    ...writeMail(words, mail.language),
  };
  const answer = await ctx.ports.mailer.send(message).catch(async (error: unknown) => {
    await settle({ startedAt: null });
    throw error;
  });
  await settle(answer === 'sent' ? { sentAt: ctx.now() } : { refusedAt: ctx.now() });
}
