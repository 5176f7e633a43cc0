import type { Database } from '@backlot/db';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import type { MailData, MailTemplate } from './templates.ts';

type Questions = { [T in MailTemplate]?: (db: Database, data: MailData[T]) => Promise<boolean> };

/** Mails that are about something still to do: asked again at the last moment, because the queue may have been long. */
const questions: Questions = {
  upload_reminder: async (db, { assetId }) => {
    const rows = await db
      .select({ id: tables.assets.id })
      .from(tables.assets)
      .innerJoin(tables.members, eq(tables.members.id, tables.assets.memberId))
      .where(
        and(
          eq(tables.assets.id, assetId),
          eq(tables.assets.state, 'awaiting_upload'),
          isNull(tables.members.eraseAt),
        ),
      );
    return rows.length > 0;
  },
};

/** Whether a mail that was written some time ago still tells its reader something true. */
export async function stillWanted<T extends MailTemplate>(
  db: Database,
  template: T,
  data: MailData[T],
): Promise<boolean> {
  return (await questions[template]?.(db, data)) ?? true;
}
