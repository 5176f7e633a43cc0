import { randomUUID } from 'node:crypto';
import { tables } from '@backlot/db';
import type { Ctx } from '@backlot/domain';

/** A video that a provider has made and that lies at an address, waiting to be copied; its job is not put in. */
export async function pendingVideo(
  ctx: Ctx,
  memberId: string,
  source: { url: string; headers?: Record<string, string>; expiresAt?: Date },
): Promise<string> {
  const id = ctx.newId();
  const now = ctx.now();
  await ctx.db.insert(tables.generations).values({
    ...{ id, memberId, requestKey: randomUUID(), provider: 'generic', prompt: 'A quay', durationSeconds: 5 },
    ...{ aspect: '16:9', state: 'completed', reservationId: randomUUID(), deadlineAt: now, createdAt: now },
  });
  await ctx.db.insert(tables.videos).values({
    ...{ id, generationId: id, memberId, ordinal: 0, title: 'A quay', storage: 'pending' },
    source: {
      ...{ url: source.url, headers: source.headers ?? {} },
      expiresAt: source.expiresAt?.toISOString() ?? null,
    },
    ...{ createdAt: now, updatedAt: now },
  });
  return id;
}
