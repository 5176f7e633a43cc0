import { BacklotError, type VideoMessage, type VideoOrder, type VideoProvider } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';

/** How a job can end on request, in our words. */
export type JobEnd = 'completed' | 'refused_content' | 'provider_failed';

/** A message as the provider sent it. */
export type SentMessage = { rawBody: Uint8Array; headers: Headers };

/** A provider, and somebody on its other side. */
export type VideosUnderTest = {
  provider: VideoProvider;
  /** The same where nobody answers, and with a key that is not known. */
  absent: VideoProvider;
  withWrongKey: VideoProvider;
  /** Ends a job that is at work. */
  end(jobId: string, end: JobEnd): Promise<void>;
  /** From now on requests are refused as `bad_input` or for what they ask for. */
  refuseNext(why: 'content' | 'input'): Promise<void>;
  /** Whether the same key gives the same job. */
  knowsKeys: boolean;
  /** Where it sends its messages; null when it sends none. */
  callbackUrl: string | null;
  /** The messages that came so far. */
  messages(): readonly SentMessage[];
  /** Judges a message at the time it came, or so much later. */
  judge(message: SentMessage, afterMs?: number): Promise<VideoMessage>;
  close(): Promise<void>;
};

let count = 0;

/** What domain relies on in any house that makes videos. */
export function videosContract(name: string, connect: () => Promise<VideosUnderTest>): void {
  describe(`the contract of videos, ${name}`, () => {
    let under: VideosUnderTest;
    beforeAll(async () => {
      under = await connect();
    });
    afterAll(() => under.close());

    const orderOf = (change: Partial<VideoOrder> = {}): VideoOrder => {
      count += 1;
      const [durationSeconds = 5] = under.provider.offers.durationsSeconds;
      return {
        idempotencyKey: `key-${name}-${count}`,
        videoId: `video-${name}-${count}`,
        prompt: 'A paper boat on a rainy street',
        durationSeconds,
        aspect: '16:9',
        seedImageUrl: null,
        callbackUrl: under.callbackUrl,
        ...change,
      };
    };
    const begun = async (change?: Partial<VideoOrder>) =>
      (await under.provider.request(orderOf(change))).jobId;

    it('takes an order in every length and aspect that it offers, and is at work then', async () => {
      const { durationsSeconds, aspects } = under.provider.offers;
      for (const durationSeconds of durationsSeconds) {
        for (const aspect of aspects) {
          const jobId = await begun({ durationSeconds, aspect });
          expect(await under.provider.read(jobId)).toEqual({ status: 'processing' });
        }
      }
    });

    it('takes a wish as long as it offers', async () => {
      const prompt = 'x'.repeat(under.provider.offers.promptLengthMax);
      const jobId = await begun({ prompt });
      expect(await under.provider.read(jobId)).toEqual({ status: 'processing' });
    });

    it('takes a picture to begin with, when it offers that', async () => {
      if (!under.provider.offers.seedImage) return;
      const jobId = await begun({ seedImageUrl: 'https://pictures.example.com/first.webp' });
      expect(await under.provider.read(jobId)).toEqual({ status: 'processing' });
    });

    it('gives another job for another key, and the same for the same where it knows keys', async () => {
      const order = orderOf();
      const [first, again] = [await under.provider.request(order), await under.provider.request(order)];
      expect(first.jobId === again.jobId).toBe(under.knowsKeys);
      expect(await begun()).not.toBe(first.jobId);
    });

    it('says where the video is when it is made, and what is there can be fetched', async () => {
      const jobId = await begun();
      await under.end(jobId, 'completed');
      const report = await under.provider.read(jobId);
      if (report.status !== 'completed') throw new Error(`wanted a video, not ${report.status}`);
      expect(report.outputs).toHaveLength(1);
      for (const { url, headers, expiresAt } of report.outputs) {
        expect(expiresAt === null || expiresAt.getTime() > Date.now()).toBe(true);
        const response = await fetch(url, { headers: { ...headers, range: 'bytes=4-7' } });
        expect([response.status, await response.text()]).toEqual([206, 'ftyp']);
      }
    });

    it('says in our words why there is none', async () => {
      for (const failure of ['refused_content', 'provider_failed'] as const) {
        const jobId = await begun();
        await under.end(jobId, failure);
        expect(await under.provider.read(jobId)).toEqual({ status: 'failed', failure });
      }
    });

    it('refuses for good what it will never make', async () => {
      for (const why of ['input', 'content'] as const) {
        await under.refuseNext(why);
        const error = await errorOf(under.provider.request(orderOf()));
        expect(error.code).toBe('VIDEO_REFUSED');
        // Not every provider says which of the two it was.
        expect(['bad_input', ...(why === 'content' ? ['refused_content'] : [])]).toContain(
          error.data.failure,
        );
      }
    });

    it('ends a job that is at work, and minds none that has ended, twice or that it does not know', async () => {
      const jobId = await begun();
      await under.provider.cancel(jobId);
      await under.provider.cancel(jobId);
      const outcome = await under.provider.read(jobId).catch((error: unknown) => error);
      if (outcome instanceof BacklotError) expect(outcome.code).toBe('NOT_FOUND');
      else expect(outcome).toEqual({ status: 'failed', failure: 'cancelled' });
      await under.provider.cancel('00000000-0000-4000-8000-000000000000');
    });

    it('leaves alone what was made when it is cancelled late, where it can', async () => {
      const jobId = await begun();
      await under.end(jobId, 'completed');
      await under.provider.cancel(jobId);
      const outcome = await under.provider.read(jobId).catch((error: unknown) => error);
      expect(outcome instanceof BacklotError ? outcome.code : (outcome as { status: string }).status).toMatch(
        /^(completed|NOT_FOUND)$/,
      );
    });

    it('knows no job that nobody asked for, nor one whose id leads elsewhere', async () => {
      for (const jobId of ['00000000-0000-4000-8000-000000000000', '../videos', '..%2f..', 'a b?c#d'])
        expect([jobId, (await errorOf(under.provider.read(jobId))).code]).toEqual([jobId, 'NOT_FOUND']);
    });

    it('is unavailable where nobody answers or the key is not known, and says nothing of key or address', async () => {
      for (const provider of [under.absent, under.withWrongKey]) {
        const askings = [
          () => provider.request(orderOf()),
          () => provider.read('j'),
          () => provider.cancel('j'),
        ];
        for (const ask of askings) {
          const error = await errorOf(ask());
          expect(error.code).toBe('PROVIDER_UNAVAILABLE');
          expect(JSON.stringify([error.data, error.cause ?? null])).not.toMatch(/http|key-of|paper boat/i);
        }
      }
    });

    it('tells when it is done what reading says, each message by one name, and nothing when it tells nothing', async () => {
      const { tells } = under.provider.offers;
      expect(under.callbackUrl === null).toBe(tells === 'nothing');
      const before = under.messages().length;
      const jobId = await begun();
      await under.end(jobId, 'completed');
      if (tells === 'nothing') return expect(under.messages()).toHaveLength(before);
      await expect.poll(() => under.messages().length).toBeGreaterThan(before);
      const [sent] = under.messages().slice(before);
      if (!sent) throw new Error('nothing was sent');
      const message = await under.judge(sent);
      expect(message.jobId).toBe(jobId);
      expect((await under.judge(sent)).externalId).toBe(message.externalId);
      if (tells === 'hint') return expect(message.report).toBeNull();
      const { report } = message;
      const read = await under.provider.read(jobId);
      if (report?.status !== 'completed' || read.status !== 'completed') throw new Error('it was not told');
      expect(report.outputs.map(({ url }) => url)).toEqual(read.outputs.map(({ url }) => url));
    });

    it('is believed only as it spoke: no other byte, no other header, none left out', async () => {
      if (under.provider.offers.tells !== 'signed') return;
      const before = under.messages().length;
      await under.end(await begun(), 'completed');
      await expect.poll(() => under.messages().length).toBeGreaterThan(before);
      const sent = under.messages()[before];
      if (!sent) throw new Error('nothing was sent');
      const refused = async (message: SentMessage, afterMs?: number) =>
        expect(['BAD_SIGNATURE', 'WRONG_SECRET']).toContain(
          (await errorOf(under.judge(message, afterMs))).code,
        );
      const names = [...sent.headers.keys()].filter((header) => header.includes('webhook'));
      expect(names.length).toBeGreaterThan(0);
      for (const header of names) {
        const without = new Headers(sent.headers);
        without.delete(header);
        await refused({ ...sent, headers: without });
        const other = new Headers(sent.headers);
        other.set(header, `${sent.headers.get(header)}0`);
        await refused({ ...sent, headers: other });
      }
      if (names.length === 1) return; // a shared secret proves the sender, neither the body nor the time
      await refused({ ...sent, rawBody: Buffer.concat([sent.rawBody, Buffer.from(' ')]) });
      await refused(sent, 310_000);
      await refused(sent, -310_000);
    });
  });
}
