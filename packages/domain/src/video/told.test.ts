import { BacklotError, expectedVideoBytes, generationRules, plans, type VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberCtx } from '../context.ts';
import { cancelGeneration } from './cancel.ts';
import { followGeneration } from './follow.ts';
import { generateVideo } from './generate.ts';
import { hearOfVideo } from './hear.ts';
import { requestVideo } from './request.ts';
import { reviewGenerations } from './review-generations.ts';
import { completed, openStudio, type ScriptedProvider, scriptedProvider, wish } from './testing.ts';
import { listVideos } from './view.ts';

let studio: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
  studio = await openStudio('told-test');
});
afterAll(() => studio.close());

const rowOf = async (generationId: string) => {
  const { generations } = tables;
  const [row] = await studio.ctx.db.select().from(generations).where(eq(generations.id, generationId));
  return row;
};
const jobsFor = (name: string, generationId: string) =>
  studio.ctx.db.execute<{ start_after: Date }>(
    sql`select start_after from pgboss.job where name = ${name} and data->>'generationId' = ${generationId}`,
  );
const noticesFor = async ({ actor: { memberId } }: MemberCtx) => {
  const { notices } = tables;
  const rows = await studio.ctx.db
    .select()
    .from(notices)
    .where(eq(notices.audience, `member:${memberId}`));
  return rows.map(({ notice }) => notice);
};
const tell = (generationId: string, report: VideoReport | null) =>
  hearOfVideo(studio.ctx, { jobId: null, generationId, report, alongside: async () => {} });
const at = (ctx: MemberCtx, provider: ScriptedProvider): MemberCtx => ({
  ...ctx,
  ports: { ...ctx.ports, videos: new Map([[provider.name, provider]]) },
});
async function atWork(ctx: MemberCtx): Promise<string> {
  const { generationId } = await generateVideo(ctx, wish(ctx));
  await requestVideo(ctx, { generationId });
  return generationId;
}
/** A provider that notes how often it is asked how a job stands. */
function counted(say: () => Promise<VideoReport>) {
  const state = { asked: 0 };
  const read = () => {
    state.asked += 1;
    return say();
  };
  return { state, provider: { ...scriptedProvider(), read } };
}
const failed: VideoReport = { status: 'failed', failure: 'provider_failed' };

describe('what is written down of a report', () => {
  it('is by which way and when it ended, and when the first message of an end came, however late', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    await tell(generationId, { status: 'processing' });
    expect(await rowOf(generationId)).toMatchObject({ state: 'processing', messageAt: null, endedAt: null });
    studio.pass(10);
    studio.provider.reports.set(`job-${generationId}`, failed);
    await followGeneration(ada, { generationId });
    const endedAt = studio.ctx.now();
    expect(await rowOf(generationId)).toMatchObject({
      state: 'failed',
      toldBy: 'asking',
      messageAt: null,
      endedAt,
    });
    for (const report of [completed('late'), failed]) {
      studio.pass(10);
      await tell(generationId, report);
    }
    const messageAt = new Date(endedAt.getTime() + 10_000);
    expect(await rowOf(generationId)).toMatchObject({
      state: 'failed',
      toldBy: 'asking',
      messageAt,
      endedAt,
    });
  });

  it('is told to its owner once, and every video has the title of the first', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    const before = (await noticesFor(ada)).length;
    for (const names of [['a', 'b'], ['a']]) await tell(generationId, completed(...names));
    expect((await noticesFor(ada)).slice(before)).toEqual([{ kind: 'video_changed', videoId: generationId }]);
    const { videos } = await listVideos(ada, { shelf: 'all' });
    expect(videos.map(({ title }) => title)).toEqual(['A heron in fog', 'A heron in fog']);
  });

  it('is undone when what runs alongside fails', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    const alongside = async () => {
      throw new Error('no');
    };
    const hearing = hearOfVideo(studio.ctx, { jobId: null, generationId, report: failed, alongside });
    await expect(hearing).rejects.toThrow('no');
    expect(await rowOf(generationId)).toMatchObject({ state: 'processing', messageAt: null });
  });

  it('is nothing when it is a hint about a job that has no name yet', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    await tell(generationId, null);
    expect(await rowOf(generationId)).toMatchObject({ state: 'accepted', endedAt: null });
  });
});

describe('a provider is asked how it stands', () => {
  it('neither before it has the job nor after its end', async () => {
    const ada = await studio.member();
    const { state, provider } = counted(async () => failed);
    const { generationId: accepted } = await generateVideo(ada, wish(ada));
    const ended = await atWork(ada);
    await tell(ended, completed('done'));
    studio.pass(60);
    for (const generationId of [accepted, ended]) await followGeneration(at(ada, provider), { generationId });
    expect(state.asked).toBe(0);
    expect(await rowOf(accepted)).toMatchObject({ state: 'accepted' });
  });

  it('again when it does not answer, and when it is not configured any more, until the deadline', async () => {
    const ada = await studio.member();
    const { provider } = counted(async () => {
      throw new BacklotError('PROVIDER_UNAVAILABLE');
    });
    const generationId = await atWork(ada);
    const nobody = { ...ada, ports: { ...ada.ports, videos: new Map() } };
    for (const [index, who] of [at(ada, provider), nobody].entries()) {
      studio.pass(60);
      await followGeneration(who, { generationId });
      expect(await rowOf(generationId)).toMatchObject({ state: 'processing', asks: index + 1 });
    }
    studio.pass(generationRules.deadlineSeconds);
    await followGeneration(nobody, { generationId });
    expect(await rowOf(generationId)).toMatchObject({ state: 'failed', failure: 'timed_out' });
  });

  it('no more when it was cancelled while it was asked', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    const { provider } = counted(async () => {
      await cancelGeneration(ada, { generationId });
      return { status: 'processing' };
    });
    studio.pass(60);
    await followGeneration(at(ada, provider), { generationId });
    expect(await rowOf(generationId)).toMatchObject({ state: 'cancelled', nextAskAt: null });
    expect(await jobsFor('generation.follow', generationId)).toHaveLength(1);
  });

  it('and is not told to end what it has ended itself', async () => {
    const ada = await studio.member();
    const generationId = await atWork(ada);
    studio.provider.reports.set(`job-${generationId}`, failed);
    studio.pass(60);
    await followGeneration(ada, { generationId });
    expect(await jobsFor('generation.cancel', generationId)).toHaveLength(0);
  });
});

describe('a provider is asked for a video', () => {
  it('once, with all that was wished, and for how it stands five seconds later', async () => {
    const ada = await studio.member();
    const provider = scriptedProvider();
    const { generationId } = await generateVideo(ada, wish(ada));
    for (let run = 0; run < 2; run += 1) await requestVideo(at(ada, provider), { generationId });
    const { requestKey: _, ...wished } = wish(ada);
    expect(provider.asked).toEqual([
      {
        ...{ ...wished, idempotencyKey: generationId, videoId: generationId, seedImageUrl: null },
        callbackUrl: 'http://localhost/api/webhooks/video-complete',
      },
    ]);
    const [follow] = await jobsFor('generation.follow', generationId);
    expect(new Date(follow?.start_after ?? 0).getTime()).toBe(studio.clock.at.getTime() + 5_000);
  });

  it.each([
    ['luma', 'hint', /^http:\/\/localhost\/api\/webhooks\/video\/luma\/[0-9a-f-]{36}\.[\w-]{43}$/],
    ['runway', 'nothing', null],
  ] as const)('with the address where %s may call, which tells by %s', async (name, tells, expected) => {
    const provider = { ...scriptedProvider({ tells }), name };
    const ada = at(await studio.member(), provider);
    const { generationId } = await generateVideo(ada, wish(ada));
    await requestVideo(ada, { generationId });
    const [order] = provider.asked;
    if (expected === null) expect(order?.callbackUrl).toBeNull();
    else expect(order?.callbackUrl).toMatch(expected);
  });

  it('and ends the job when a message said meanwhile that it failed', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    const provider = scriptedProvider();
    const { request } = provider;
    provider.request = async (order) => {
      await tell(generationId, failed);
      return request(order);
    };
    await requestVideo(at(ada, provider), { generationId });
    expect(await rowOf(generationId)).toMatchObject({ state: 'failed', jobId: `job-${generationId}` });
    expect(await jobsFor('generation.cancel', generationId)).toHaveLength(1);
  });

  it('and failed, when it refuses for a reason of its own', async () => {
    const ada = await studio.member();
    const { generationId } = await generateVideo(ada, wish(ada));
    studio.provider.refuse = new BacklotError('VIDEO_REFUSED', { failure: 'of its own' });
    await requestVideo(ada, { generationId });
    expect(await rowOf(generationId)).toMatchObject({ state: 'failed', failure: 'provider_failed' });
  });
});

describe('the review', () => {
  it('goes on with what nobody goes on with, each where it stands, and leaves alone what has ended', async () => {
    const ada = await studio.member();
    const { generationId: accepted } = await generateVideo(ada, wish(ada));
    const silent = await atWork(ada);
    const ended = await atWork(ada);
    await tell(ended, completed('done'));
    // Its next asking was never written down, so that only its deadline says that it is late.
    await studio.ctx.db
      .update(tables.generations)
      .set({ nextAskAt: null })
      .where(eq(tables.generations.id, silent));
    const counts = async () => {
      const names = ['generation.request', 'generation.follow'];
      const of = (id: string) => Promise.all(names.map(async (name) => (await jobsFor(name, id)).length));
      return { accepted: await of(accepted), silent: await of(silent), ended: await of(ended) };
    };
    studio.pass(generationRules.deadlineSeconds + 119);
    await reviewGenerations(studio.ctx);
    expect(await counts()).toEqual({ accepted: [1, 0], silent: [1, 1], ended: [1, 1] });
    studio.pass(1);
    await reviewGenerations(studio.ctx);
    expect(await counts()).toEqual({ accepted: [2, 0], silent: [1, 2], ended: [1, 1] });
  });
});

describe('a wish', () => {
  const asset = async (ctx: MemberCtx, values: Partial<typeof tables.assets.$inferInsert>) => {
    const [id, now] = [ctx.newId(), ctx.now()];
    await ctx.db.insert(tables.assets).values({
      ...{ id, memberId: ctx.actor.memberId, purpose: 'film', state: 'stored', key: `test/${id}` },
      ...{ sizeBytes: 1, sha256: '', contentType: 'image/jpeg', extension: 'jpg', originalName: '' },
      ...{ createdAt: now, updatedAt: now, ...values },
    });
    return id;
  };

  it('under the key of another member’s is a wish of its own', async () => {
    const [ada, eve] = [await studio.member(), await studio.member()];
    const one = wish(ada);
    const { generationId } = await generateVideo(ada, one);
    expect((await generateVideo(eve, one)).generationId).not.toBe(generationId);
    expect((await listVideos(eve, { shelf: 'all' })).videos).toHaveLength(1);
  });

  it('needs room for what will come, to the byte, and holds its part beyond its deadline', async () => {
    const ada = await studio.member();
    const expected = expectedVideoBytes(wish(ada).durationSeconds);
    const filler = await asset(ada, { sizeBytes: plans.FREE.limits.storageBytes - expected + 1 });
    await expect(generateVideo(ada, wish(ada))).rejects.toMatchObject({ data: { quota: 'storage' } });
    await ada.db
      .update(tables.assets)
      .set({ sizeBytes: plans.FREE.limits.storageBytes - expected })
      .where(eq(tables.assets.id, filler));
    const { generationId } = await generateVideo(ada, wish(ada));
    const { reservationId = '', deadlineAt } = (await rowOf(generationId)) ?? {};
    const { reservations } = tables;
    const [held] = await ada.db.select().from(reservations).where(eq(reservations.id, reservationId));
    expect(held?.expiresAt.getTime()).toBeGreaterThan((deadlineAt?.getTime() ?? 0) + 3_600_000);
  });

  it('begins with a picture that was brought for that, and with none when it is gone', async () => {
    const provider = scriptedProvider({ seedImage: true });
    const ada = at(await studio.member(), provider);
    const portrait = await asset(ada, { purpose: 'avatar' });
    await expect(generateVideo(ada, { ...wish(ada), seedAssetId: portrait })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const seedAssetId = await asset(ada, { purpose: 'seed' });
    const { generationId } = await generateVideo(ada, { ...wish(ada), seedAssetId });
    await ada.db.update(tables.assets).set({ state: 'removed' }).where(eq(tables.assets.id, seedAssetId));
    await requestVideo(ada, { generationId });
    expect(provider.asked.map(({ seedImageUrl }) => seedImageUrl)).toEqual([null]);
  });
});
