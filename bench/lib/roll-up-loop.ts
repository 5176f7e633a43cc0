/** Rolls up again and again on DATABASE_URL until it is killed, so that a kill meets it in the middle of something. */
import { rollUp } from '@backlot/domain';
import { openUsage } from './usage-database.ts';

const { ctx } = await openUsage(process.env.DATABASE_URL ?? '');
for (;;) await rollUp(ctx);
