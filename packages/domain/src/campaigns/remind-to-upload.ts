import { campaignRules, dueUploadReminder } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';

/** A film that is paid for and waited for. Its wait begins with the payment, or anew when another film was asked for. */
function waitingFilms(db: Pick<Ctx['db'], 'select'>) {
  return db
    .select({
      campaign: tables.campaigns,
      member: tables.members,
      assetId: tables.assets.id,
      since: sql<Date>`greatest(${tables.orders.confirmedAt}, ${tables.assets.createdAt})`.mapWith(
        tables.assets.createdAt,
      ),
    })
    .from(tables.orders)
    .innerJoin(tables.campaigns, eq(tables.campaigns.id, tables.orders.campaignId))
    .innerJoin(tables.members, eq(tables.members.id, tables.campaigns.ownerId))
    .innerJoin(tables.assets, eq(tables.assets.id, tables.campaigns.filmAssetId))
    .$dynamic();
}
type WaitingFilm = Awaited<ReturnType<typeof waitingFilms>>[number];

const awaiting = and(
  eq(tables.orders.status, 'confirmed'),
  eq(tables.campaigns.status, 'ordered'),
  eq(tables.assets.state, 'awaiting_upload'),
  // Who is leaving is asked for nothing more.
  isNull(tables.members.eraseAt),
);

/**
 * Reminds owners of films that are paid for and not uploaded, after 1, 24 and 72 hours. Each film gets each reminder
 * once, however often and wherever this runs: the mail's key is unique. It is written only while the film is
 * waited for, and looked at again when it is sent (mail/still-wanted.ts).
 */
export async function remindToUpload(ctx: Ctx): Promise<void> {
  const now = ctx.now().getTime();
  const [firstMs] = campaignRules.remindToUploadAfterMs;
  const before = new Date(now - firstMs);
  const waiting = await waitingFilms(ctx.db).where(
    and(awaiting, lte(tables.orders.confirmedAt, before), lte(tables.assets.createdAt, before)),
  );
  const due = waiting.flatMap((film) => {
    const reminder = dueUploadReminder(now - film.since.getTime());
    return reminder === null
      ? []
      : [{ ...film, reminder, messageKey: `upload-reminder:${film.assetId}:${reminder}` }];
  });
  if (due.length === 0) return;
  const written = await ctx.db
    .select({ key: tables.mails.messageKey })
    .from(tables.mails)
    .where(
      inArray(
        tables.mails.messageKey,
        due.map(({ messageKey }) => messageKey),
      ),
    );
  const known = new Set(written.map(({ key }) => key));
  for (const film of due) if (!known.has(film.messageKey)) await remind(ctx, film);
}

async function remind(ctx: Ctx, film: WaitingFilm & { reminder: number; messageKey: string }): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    // Whoever uploads, withdraws or is paid back now waits for this, or has come first.
    const [still] = await waitingFilms(ctx.tx)
      .where(and(awaiting, eq(tables.campaigns.id, film.campaign.id), eq(tables.assets.id, film.assetId)))
      .for('share', { of: [tables.campaigns, tables.orders, tables.assets] });
    if (!still) return;
    const refundAt = new Date(still.since.getTime() + campaignRules.refundWhenNotUploadedAfterMs);
    await queueMail(ctx, {
      messageKey: film.messageKey,
      recipient: still.member.email,
      language: still.member.language,
      template: 'upload_reminder',
      data: {
        campaignId: still.campaign.id,
        assetId: film.assetId,
        title: still.campaign.title ?? '',
        reminder: film.reminder,
        refundAt: refundAt.toISOString(),
      },
    });
  });
}
