import { BacklotError, generationRules, plans, type VideoProvider, type VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type MemberCtx } from '../context.ts';
import { quotasOf } from '../usage/quotas-of.ts';
import { cancelAtProvider, cancelGeneration, cancelGenerationsOf } from './cancel.ts';
import { followGeneration } from './follow.ts';
import { generateVideo } from './generate.ts';
import { hearOfVideo } from './hear.ts';
import { requestVideo } from './request.ts';
import { reviewGenerations } from './review-generations.ts';
import { completed, openStudio, type ScriptedProvider, scriptedProvider, wish } from './testing.ts';
import { listVideos, viewVideo } from './view.ts';

let studio: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
  studio = await openStudio('generations-test');
});
afterAll(() => studio.close());

const generationOf = async (id: string) => {
  const [row] = await studio.ctx.db.select().from(tables.generations).where(eq(tables.generations.id, id));
  return row;
};
const videoQuota = async (ctx: MemberCtx) => {
  const { quotas } = await quotasOf(ctx, ctx.actor.memberId);
  const { used, held } = quotas.find(({ quota }) => quota === 'video') ?? {};
  return { used, held };
};
const jobsFor = async (name: string, key: string, id: string) => {
  const rows = await studio.ctx.db.execute<{ n: number }>(
    sql`select count(*)::int as n from pgboss.job where name = ${name} and data->>${key} = ${id}`,
  );
  return rows[0]?.n ?? 0;
};
const tell = (generationId: string, report: VideoReport | null) =>
  hearOfVideo(studio.ctx, { jobId: null, generationId, report, alongside: async () => {} });

describe('a wish', () => {
  it('is charged when it is accepted, and pressed twice at once is one', async () => {
    const ada = await studio.member();
    const one = wish(ada);
    const answers = await Promise.all([1, 2, 3].map(() => generateVideo(ada, one)));
    expect(new Set(answers.map(({ generationId }) => generationId)).size).toBe(1);
    expect(await videoQuota(ada)).toEqual({ used: 0, held: 1 });
    const { generationId = '' } = answers[0] ?? {};
    expect(await jobsFor('generation.request', 'generationId', generationId)).toBe(1);
    expect(await viewVideo(ada, { videoId: generationId })).toMatchObject({
      ...{ stage: 'accepted', title: 'A heron in fog', acts: ['cancel'] },
    });
  });

  it('beyond the quota is refused, with limit and way out, and nothing of it is kept', async () => {
    const ada = await studio.member();
    const { videoGenerationsPerMonth: limit } = plans.FREE.limits;
    const all = await Promise.allSettled(
      Array.from({ length: limit + 4 }, () => generateVideo(ada, wish(ada))),
    );
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(4);
    for (const { code, data } of refused)
      expect({ code, ...data }).toMatchObject({
        code: 'QUOTA_EXCEEDED',
        quota: 'video',
        limit,
        liftedBy: 'PRO',
      });
    expect((await listVideos(ada, { shelf: 'all' })).totals?.all).toBe(limit);
  });

  it('for which there is no room in storage is refused before anybody is asked', async () => {
    const ada = await studio.member();
    const { memberId } = ada.actor;
    const at = ada.now();
    await ada.db.insert(tables.assets).values({
      ...{ id: ada.newId(), memberId, purpose: 'film', state: 'stored', key: `test/${memberId}` },
      ...{
        sizeBytes: plans.FREE.limits.storageBytes,
        sha256: '',
        contentType: 'video/mp4',
        extension: 'mp4',
      },
      ...{ originalName: '', createdAt: at, updatedAt: at },
    });
    await expect(generateVideo(ada, wish(ada))).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      data: { quota: 'storage' },
    });
    expect(await videoQuota(ada)).toEqual({ used: 0, held: 0 });
  });

  it.each([
    // An emoji is two units of UTF-16, in which makers count.
    [{ prompt: '🎬'.repeat(51) }, ['prompt']],
    [{ durationSeconds: 7 }, ['durationSeconds']],
    [{ aspect: '1:1' as const }, ['aspect']],
    [{ provider: 'luma' as const }, ['provider']],
    [{ seedAssetId: '0197a1e2-0000-7000-8000-000000000000' }, ['seedAssetId']],
  ])('that the provider does not offer is refused: %j', async (part, fields) => {
    const ada = await studio.member();
    await expect(generateVideo(ada, { ...wish(ada), ...part })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      data: { fields },
    });
  });

  it('has nobody to go to where no provider is configured', async () => {
    const ada = await studio.member();
    const alone = { ...ada, ports: { ...ada.ports, videos: new Map() } };
    await expect(generateVideo(alone, wish(ada))).rejects.toMatchObject({ code: 'VIDEO_PROVIDER_MISSING' });
  });
});

/** A generation that the provider is at. */
async function atWork(ctx: MemberCtx): Promise<string> {
  const { generationId } = await generateVideo(ctx, wish(ctx));
  await requestVideo(ctx, { generationId });
  return generationId;
}

describe('asking a provider for it', () => {
  it('is done under one key, whether once or by two workers, and is followed by one chain', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    studio.provider.asked.length = 0;
    await Promise.all([1, 2].map(() => requestVideo(ada, { generationId })));
    await requestVideo(ada, { generationId });
    expect(new Set(studio.provider.asked.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([generationId]),
    );
    expect(await generationOf(generationId)).toMatchObject({
      state: 'processing',
      jobId: `job-${generationId}`,
    });
    expect(await jobsFor('generation.follow', 'generationId', generationId)).toBe(1);
    expect(studio.provider.asked[0]?.callbackUrl).toBe('http://localhost/api/webhooks/video-complete');
  });

  describe('that makes two jobs of one request', () => {
    const forgetful = () => scriptedProvider({ idempotent: false });
    const at = (provider: VideoProvider, ctx: MemberCtx): MemberCtx => ({
      ...ctx,
      ports: { ...ctx.ports, videos: new Map([['generic', provider]]) },
    });
    /** A run that has asked and will never know what came of it. */
    async function died(ada: MemberCtx, provider: ScriptedProvider): Promise<string> {
      const { generationId } = await generateVideo(ada, wish(ada));
      let asked = () => {};
      const begun = new Promise<void>((on) => {
        asked = on;
      });
      const silent: VideoProvider = {
        ...provider,
        request: async (order) => {
          await provider.request(order);
          asked();
          return new Promise(() => {});
        },
      };
      void requestVideo(at(silent, ada), { generationId });
      await begun;
      return generationId;
    }

    it('is asked by one of two workers', async () => {
      const ada = await studio.member();
      const provider = forgetful();
      const { generationId } = await generateVideo(ada, wish(ada));
      await Promise.all([1, 2, 3].map(() => requestVideo(at(provider, ada), { generationId })));
      expect(provider.asked).toHaveLength(1);
      expect(await generationOf(generationId)).toMatchObject({ state: 'processing', requestingSince: null });
    });

    it('is not asked again before there was time to hear of the job', async () => {
      const ada = await studio.member();
      const provider = forgetful();
      const generationId = await died(ada, provider);
      const before = await jobsFor('generation.request', 'generationId', generationId);
      await requestVideo(at(provider, ada), { generationId });
      studio.pass(generationRules.requestAgainSeconds - 1);
      await requestVideo(at(provider, ada), { generationId });
      expect(provider.asked).toHaveLength(1);
      // Each of them has left a job for then.
      expect(await jobsFor('generation.request', 'generationId', generationId)).toBe(before + 2);
      studio.pass(1);
      await requestVideo(at(provider, ada), { generationId });
      expect(provider.asked).toHaveLength(2);
      expect(await generationOf(generationId)).toMatchObject({ state: 'processing', requestingSince: null });
    });

    it.each([
      ['is at work', { status: 'processing' }, 'processing', 1],
      ['has ended', completed('late'), 'completed', 1],
    ] as const)('is known from a message that says that it %s', async (_, report, state, follows) => {
      const ada = await studio.member();
      const provider = forgetful();
      const generationId = await died(ada, provider);
      const jobId = `told-${generationId}`;
      await hearOfVideo(ada, { generationId, jobId, report, alongside: async () => {} });
      expect(await generationOf(generationId)).toMatchObject({ state, jobId, requestingSince: null });
      expect(await jobsFor('generation.follow', 'generationId', generationId)).toBe(follows);
      studio.pass(generationRules.requestAgainSeconds);
      await requestVideo(at(provider, ada), { generationId });
      expect(provider.asked).toHaveLength(1);
      // Another name afterwards changes nothing.
      await hearOfVideo(ada, { generationId, jobId: 'other', report, alongside: async () => {} });
      expect(await generationOf(generationId)).toMatchObject({ state, jobId });
    });

    it.each([
      ['it took nothing', { heard: false }, 1],
      ['nobody knows what it did', { heard: true }, 0],
    ])('may be asked again at once, or not, when %s', async (_, data, asked) => {
      const ada = await studio.member();
      const provider = forgetful();
      provider.refuse = new BacklotError('PROVIDER_UNAVAILABLE', data);
      const { generationId } = await generateVideo(ada, wish(ada));
      await expect(requestVideo(at(provider, ada), { generationId })).rejects.toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
      });
      await requestVideo(at(provider, ada), { generationId });
      expect(provider.asked).toHaveLength(asked);
      studio.pass(generationRules.requestAgainSeconds);
      await requestVideo(at(provider, ada), { generationId });
      expect(provider.asked).toHaveLength(1);
      expect(await generationOf(generationId)).toMatchObject({ state: 'processing' });
    });

    it('is cancelled there when the name of the job comes after its owner gave it up', async () => {
      const ada = await studio.member();
      const provider = forgetful();
      const generationId = await died(ada, provider);
      await cancelGeneration(ada, { generationId });
      const jobId = `told-${generationId}`;
      await hearOfVideo(ada, {
        generationId,
        jobId,
        report: { status: 'processing' },
        alongside: async () => {},
      });
      await cancelAtProvider(at(provider, ada), { generationId });
      expect(provider.cancelled).toEqual([jobId]);
    });
  });

  it('that refuses gives the quota back, and says why', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    studio.provider.refuse = new BacklotError('VIDEO_REFUSED', { failure: 'refused_content' });
    await requestVideo(ada, { generationId });
    expect(await viewVideo(ada, { videoId: generationId })).toMatchObject({
      ...{ stage: 'failed', failure: 'refused_content', acts: ['again', 'bin'] },
    });
    expect(await videoQuota(ada)).toEqual({ used: 0, held: 0 });
  });

  it('that is away is left to be tried again, until the deadline', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    studio.provider.refuse = new BacklotError('PROVIDER_UNAVAILABLE');
    await expect(requestVideo(ada, { generationId })).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(await generationOf(generationId)).toMatchObject({ state: 'accepted' });
    const later = {
      ...ada,
      now: () => new Date(ada.now().getTime() + generationRules.deadlineSeconds * 1_000),
    };
    await requestVideo(later, { generationId });
    expect(await generationOf(generationId)).toMatchObject({ state: 'failed', failure: 'timed_out' });
  });

  it('after it was cancelled meanwhile ends the job there', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    const { provider } = studio;
    const slow = {
      ...provider,
      request: async (order: Parameters<typeof provider.request>[0]) => {
        await cancelGeneration(ada, { generationId });
        return provider.request(order);
      },
    };
    await requestVideo(
      { ...ada, ports: { ...ada.ports, videos: new Map([['generic', slow]]) } },
      { generationId },
    );
    expect(await generationOf(generationId)).toMatchObject({ state: 'cancelled' });
    expect(await videoQuota(ada)).toEqual({ used: 0, held: 0 });
    await cancelAtProvider(ada, { generationId });
    expect(provider.cancelled).toContain(`job-${generationId}`);
  });
});

describe('following it', () => {
  it('asks at growing gaps, in one chain however many run, and ends with the video', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    const gaps: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { nextAskAt } = (await generationOf(generationId)) ?? {};
      gaps.push(((nextAskAt?.getTime() ?? 0) - studio.clock.at.getTime()) / 1_000);
      studio.clock.at = nextAskAt ?? studio.clock.at;
      await Promise.all([1, 2].map(() => followGeneration(ada, { generationId })));
    }
    expect(gaps).toEqual([5, 8, 11, 17]);
    expect(await jobsFor('generation.follow', 'generationId', generationId)).toBe(5);
    // Too early: another chain is ahead.
    studio.provider.reports.set(`job-${generationId}`, completed('early'));
    await followGeneration(ada, { generationId });
    expect(await generationOf(generationId)).toMatchObject({ state: 'processing' });
    studio.pass(60);
    await followGeneration(ada, { generationId });
    expect(await generationOf(generationId)).toMatchObject({
      state: 'completed',
      toldBy: 'asking',
      nextAskAt: null,
    });
    expect(await videoQuota(ada)).toEqual({ used: 1, held: 0 });
    expect(await jobsFor('video.archive', 'videoId', generationId)).toBe(1);
  });

  it('gives up at the deadline, ends the job at the provider, and gives the quota back', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    studio.pass(generationRules.deadlineSeconds + 1);
    await followGeneration(ada, { generationId });
    expect(await generationOf(generationId)).toMatchObject({ state: 'failed', failure: 'timed_out' });
    expect(await jobsFor('generation.cancel', 'generationId', generationId)).toBe(1);
    expect(await videoQuota(ada)).toEqual({ used: 0, held: 0 });
  });

  it('goes on after its job was lost', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    studio.pass(10 * 60);
    await reviewGenerations(studio.ctx);
    expect(await jobsFor('generation.follow', 'generationId', generationId)).toBe(2);
  });

  it('takes a job that the provider does not know for failed', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    studio.pass(6);
    const read = async () => {
      throw new BacklotError('NOT_FOUND');
    };
    const forgetful = new Map([['generic' as const, { ...studio.provider, read }]]);
    await followGeneration({ ...ada, ports: { ...ada.ports, videos: forgetful } }, { generationId });
    expect(await generationOf(generationId)).toMatchObject({ state: 'failed', failure: 'provider_failed' });
  });
});

describe('what providers tell', () => {
  it('makes a video of each output, the first under the generation’s own id', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    await tell(generationId, completed('one', 'two', 'three'));
    const { videos } = await listVideos(ada, { shelf: 'in_progress' });
    expect(videos).toHaveLength(3);
    expect(videos.map(({ videoId }) => videoId)).toContain(generationId);
    expect(JSON.stringify(videos)).not.toContain('example.com');
    for (const { videoId } of videos) expect(await jobsFor('video.archive', 'videoId', videoId)).toBe(1);
    expect(await videoQuota(ada)).toEqual({ used: 1, held: 0 });
  });

  it('by a hint has the job read again: a hint alone proves nothing', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    await tell(generationId, null);
    expect(await generationOf(generationId)).toMatchObject({ state: 'processing' });
    studio.provider.reports.set(`job-${generationId}`, completed('hinted'));
    await tell(generationId, null);
    expect(await generationOf(generationId)).toMatchObject({ state: 'completed', toldBy: 'message' });
  });

  it('ends in the same state whatever comes how often in which order, and is charged once', async () => {
    const report = fc.constantFrom<VideoReport>(
      { status: 'processing' },
      completed('a'),
      completed('b', 'c'),
      { status: 'completed', outputs: [] },
      { status: 'failed', failure: 'provider_failed' },
    );
    const by = fc.constantFrom('message', 'hint', 'asking', 'cancel');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ report, by, together: fc.boolean() }), { minLength: 1, maxLength: 8 }),
        async (steps) => {
          const ada = await studio.member();
          const generationId = await atWork(ada);
          let ended: unknown;
          let running: Promise<unknown>[] = [];
          for (const { report, by, together } of steps) {
            studio.pass(70);
            studio.provider.reports.set(`job-${generationId}`, report);
            running.push(
              by === 'message'
                ? tell(generationId, report)
                : by === 'hint'
                  ? tell(generationId, null)
                  : by === 'asking'
                    ? followGeneration(ada, { generationId })
                    : cancelGeneration(ada, { generationId }),
            );
            if (together) continue;
            await Promise.all(running);
            running = [];
            const { state, failure, toldBy, endedAt } = (await generationOf(generationId)) ?? {};
            if (ended) expect({ state, failure, toldBy, endedAt }).toEqual(ended);
            if (endedAt) ended = { state, failure, toldBy, endedAt };
          }
          await Promise.all(running);
          const now = await generationOf(generationId);
          const { videos } = await listVideos(ada, { shelf: 'all' });
          const quota = await videoQuota(ada);
          const copying = videos.filter(({ stage }) => stage === 'storing').length;
          if (now?.state === 'completed') {
            expect(quota).toEqual({ used: 1, held: 0 });
            expect([1, 2]).toContain(copying);
          } else {
            expect(quota).toEqual({ used: 0, held: now?.state === 'processing' ? 1 : 0 });
            expect(copying).toBe(0);
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('cancelling', () => {
  it('gives the quota back once, and is refused to others', async () => {
    const [ada, eve] = [await studio.member(), await studio.member()];
    const generationId = await atWork(ada);
    await expect(cancelGeneration(eve, { generationId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const answers = await Promise.all([1, 2].map(() => cancelGeneration(ada, { generationId })));
    expect(answers).toEqual([{ state: 'cancelled' }, { state: 'cancelled' }]);
    expect(await videoQuota(ada)).toEqual({ used: 0, held: 0 });
  });

  it('leaves what completed before as it is', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    await tell(generationId, completed('done'));
    expect(await cancelGeneration(ada, { generationId })).toEqual({ state: 'completed' });
    studio.provider.cancelled.length = 0;
    await cancelAtProvider(ada, { generationId });
    expect(studio.provider.cancelled).toEqual([]);
  });

  it('of all that a member has is done with its transaction, and undone with it', async () => {
    const [ada, eve] = [await studio.member(), await studio.member()];
    const [first, second, done] = [await atWork(ada), await atWork(ada), await atWork(ada)];
    const others = await atWork(eve);
    await tell(done, completed('done'));
    const cancelAll = (fails: boolean) =>
      inTransaction(studio.ctx, async (ctx) => {
        await cancelGenerationsOf(ctx, ada.actor.memberId);
        if (fails) throw new Error('no');
      });
    const states = async () =>
      (await Promise.all([first, second, done, others].map(generationOf))).map((row) => row?.state);
    await expect(cancelAll(true)).rejects.toThrow('no');
    expect(await states()).toEqual(['processing', 'processing', 'completed', 'processing']);
    expect(await jobsFor('generation.cancel', 'generationId', first)).toBe(0);
    await cancelAll(false);
    expect(await states()).toEqual(['cancelled', 'cancelled', 'completed', 'processing']);
    expect(await videoQuota(ada)).toEqual({ used: 1, held: 0 });
    for (const [generationId, jobs] of [
      [first, 1],
      [second, 1],
      [done, 0],
    ] as const)
      expect(await jobsFor('generation.cancel', 'generationId', generationId)).toBe(jobs);
  });
});
