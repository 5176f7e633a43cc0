import type { VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { ask } from './follow.ts';
import { adoptJob } from './request.ts';
import { settleReport } from './settle-report.ts';

/**
 * Takes in a provider's message: one that is proven is believed, a hint has the job read again. A hint about a job that we have
 * not the name of yet changes nothing: the job is asked for anyway.
 * @param input.jobId the provider's name of the job, when that is proven
 * @param input.alongside runs in the transaction that settles
 */
export async function hearOfVideo(
  ctx: Ctx,
  input: {
    generationId: string;
    jobId: string | null;
    report: VideoReport | null;
    alongside(ctx: TxCtx): Promise<void>;
  },
): Promise<void> {
  const { generationId, jobId, alongside } = input;
  const report = input.report ?? (await readAgain(ctx, generationId));
  await inTransaction(ctx, async (ctx) => {
    await alongside(ctx);
    if (jobId !== null) await adoptJob(ctx, { generationId, jobId });
    await settleReport(ctx, { generationId, report, toldBy: 'message' });
  });
}

async function readAgain(ctx: Ctx, generationId: string): Promise<VideoReport> {
  const [generation] = await ctx.db
    .select()
    .from(tables.generations)
    .where(eq(tables.generations.id, generationId));
  if (!generation?.jobId) return { status: 'processing' };
  return ask(ctx, generation, generation.jobId);
}
