import type { BacklotError, Ports, VideoOffers, VideoOrder, VideoProvider, VideoReport } from '@backlot/core';
import { tables } from '@backlot/db';
import type { Ctx, MemberCtx } from '../context.ts';
import { openTestCtx } from '../testing.ts';

/** A provider that says what a test lets it say. */
export type ScriptedProvider = VideoProvider & {
  asked: VideoOrder[];
  cancelled: string[];
  reports: Map<string, VideoReport>;
  /** Throws this at the next request, once. */
  refuse: BacklotError | null;
};

const offers: VideoOffers = {
  durationsSeconds: [5, 10],
  aspects: ['16:9', '9:16'],
  seedImage: false,
  promptLengthMax: 100,
  tells: 'signed',
  idempotent: true,
  priceMicroUsdPerSecond: 50_000,
};

/** The same key gives the same job, as the best of them do. */
export function scriptedProvider(overrides: Partial<VideoOffers> = {}): ScriptedProvider {
  const provider: ScriptedProvider = {
    ...{ name: 'generic', offers: { ...offers, ...overrides } },
    ...{ asked: [], cancelled: [], reports: new Map(), refuse: null },
    async request(order) {
      const { refuse } = provider;
      provider.refuse = null;
      if (refuse) throw refuse;
      provider.asked.push(order);
      return { jobId: `job-${order.idempotencyKey}` };
    },
    async read(jobId) {
      return provider.reports.get(jobId) ?? { status: 'processing' };
    },
    async cancel(jobId) {
      provider.cancelled.push(jobId);
    },
  };
  return provider;
}

export const completed = (...names: string[]): VideoReport => ({
  status: 'completed',
  outputs: names.map((name) => ({ url: `https://example.com/${name}.mp4`, expiresAt: null, headers: {} })),
});

/** A database, a provider, a clock that a test moves, and members who make videos. */
export async function openStudio(name: string) {
  const { ctx: plain, close } = await openTestCtx(name, { connections: 12 });
  const provider = scriptedProvider();
  const clock = { at: new Date('2026-11-10T12:00:00Z') };
  const objects = { presignRead: async ({ key }: { key: string }) => `https://storage.example.com/${key}` };
  const ctx: Ctx = {
    ...plain,
    ports: { videos: new Map([['generic', provider]]), objects } as unknown as Ports,
    now: () => new Date(clock.at),
  };
  return {
    ...{ ctx, provider, clock, close },
    /** Moves the clock on. */
    pass: (seconds: number) => {
      clock.at = new Date(clock.at.getTime() + seconds * 1_000);
    },
    /** A new member, who may do what a member does. */
    async member(): Promise<MemberCtx> {
      const memberId = ctx.newId();
      const email = `${memberId}@example.com`;
      const one = { displayName: 'Ada', language: 'en' as const, role: 'member' as const };
      await ctx.db.insert(tables.members).values({ id: memberId, email, ...one, createdAt: ctx.now() });
      return { ...ctx, actor: { kind: 'member', memberId, email, role: one.role, language: one.language } };
    },
  };
}

/** A wish that the scripted provider takes. */
export const wish = (ctx: Ctx) => ({
  requestKey: ctx.newId(),
  prompt: 'A heron in fog',
  durationSeconds: 5,
  aspect: '16:9' as const,
});
