import type { VideoProviderName } from '@backlot/core';
import { tables } from '@backlot/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStudio, wish } from './testing.ts';
import { viewVideoOperation } from './view-operation.ts';

let studio: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
  studio = await openStudio('operation-test');
});
afterAll(() => studio.close());

it('says how providers do, whose messages come in time, and what storage will be needed', async () => {
  const ada = await studio.member();
  const { memberId } = ada.actor;
  const now = studio.clock.at;
  const at = (seconds: number) => new Date(now.getTime() - 3_600_000 + seconds * 1_000);
  const generation = (
    provider: VideoProviderName,
    values: Partial<typeof tables.generations.$inferInsert>,
  ) => ({
    ...wish(ada),
    ...{ id: ada.newId(), memberId, provider, reservationId: ada.newId(), state: 'completed' as const },
    ...{ deadlineAt: now, createdAt: at(0), requestedAt: at(0), ...values },
  });
  await ada.db.insert(tables.generations).values([
    // Told in time, told late, never told, failed, too late for anybody, still at it, and one of long ago.
    generation('generic', { toldBy: 'message', messageAt: at(20), endedAt: at(20) }),
    generation('generic', { toldBy: 'asking', messageAt: at(100), endedAt: at(40) }),
    generation('generic', { toldBy: 'asking', endedAt: at(60) }),
    generation('generic', {
      state: 'failed',
      failure: 'provider_failed',
      toldBy: 'message',
      messageAt: at(5),
      endedAt: at(5),
    }),
    generation('generic', { state: 'failed', failure: 'timed_out', toldBy: 'asking', endedAt: at(900) }),
    generation('generic', { state: 'processing' }),
    generation('generic', { createdAt: new Date(now.getTime() - 40 * 24 * 3_600_000) }),
    generation('runway', { toldBy: 'asking', endedAt: at(10) }),
  ]);
  await ada.db.insert(tables.assets).values(
    [100, 300].map((sizeBytes) => ({
      ...{ id: ada.newId(), memberId, purpose: 'video' as const, state: 'stored' as const, sizeBytes },
      ...{
        key: `videos/${sizeBytes}`,
        sha256: '',
        contentType: 'video/mp4',
        extension: 'mp4',
        originalName: '',
      },
      ...{ storedAt: at(0), createdAt: at(0), updatedAt: at(0) },
    })),
  );
  const { providers, archive, storage } = await viewVideoOperation(studio.ctx);
  expect(providers.find(({ provider }) => provider === 'generic')).toEqual({
    ...{ provider: 'generic', configured: true, tells: 'signed', asked: 6, completed: 3, failed: 2, open: 1 },
    ...{ oldestOpenAt: at(0).toISOString().replace('.000', ''), medianSeconds: 40 },
    ...{ messages: { first: 2, late: 1, never: 1 }, medianLateSeconds: 60 },
  });
  expect(providers.find(({ provider }) => provider === 'runway')).toMatchObject({
    ...{ configured: false, tells: null, completed: 1, messages: { first: 0, late: 0, never: 1 } },
  });
  expect(archive).toEqual({ waiting: 0, failed: 0, oldestWaitingAt: null });
  expect(storage).toMatchObject({
    bytesNow: 400,
    makers: 1,
    videosPerMaker: 2,
    meanBytes: 200,
    bytesPerMonth: 400,
  });
});
