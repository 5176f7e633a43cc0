import { exportKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** Clears the storage of an export that has expired; any other is left alone. */
export async function clearExport(ctx: Ctx, input: { exportId: string }): Promise<void> {
  const [row] = await ctx.db
    .select()
    .from(tables.memberExports)
    .where(eq(tables.memberExports.id, input.exportId));
  if (row?.state !== 'expired') return;
  const key = exportKey(row);
  for (const multipartId of await ctx.ports.objects.findMultiparts(key))
    await ctx.ports.objects.abortMultipart({ key, multipartId });
  await ctx.ports.objects.delete(key);
}
