import type { FilmPromise } from '@backlot/core';
import { claim, completeUpload, decide, type MemberCtx, openInbox, signParts } from '@backlot/domain';
import { sha256Base64 } from '../../lib/films.ts';
import type { Grounds } from './grounds.ts';
import { messageOf } from './message-of.ts';

/** A film that is brought, approved and published; or one that is paid and never brought, so that the money goes back. */
export type Life = {
  kind: 'brought' | 'absent';
  campaignId: string;
  sessionId: string;
  step: 'paid' | 'sent' | 'decided' | 'expiring' | 'over';
};

const fifteenDays = '15 days';

/** People and the payment provider around a worker: they do the next thing as soon as the worker made it possible. */
export async function openLives(grounds: Grounds, film: { bytes: Buffer; promise: FilmPromise }) {
  const { sql, stripe } = grounds;
  const owner = await grounds.member('owner@example.com');
  const moderator = await grounds.member('moderator@example.com', 'moderator');
  const receive = openInbox(grounds.ctx);
  const lives: Life[] = [];
  let told = 0;

  /** Hands over what the provider has to tell since the last time. */
  const tell = async () => {
    const news = stripe.control.events().slice(told);
    told += news.length;
    await Promise.all(news.map((event) => receive(messageOf(event))));
  };
  const steps: Record<Life['step'], (life: Life) => Promise<void>> = {
    async paid(life) {
      const [upload] = await sql`
        select u.id from uploads u join assets a on a.id = u.asset_id
        where a.campaign_id = ${life.campaignId} and u.state = 'open'`;
      if (!upload) return;
      if (life.kind === 'absent') {
        await grow(life.campaignId);
        life.step = 'expiring';
        return;
      }
      await send(owner, upload.id, film.bytes);
      life.step = 'sent';
    },
    async sent(life) {
      const [review] = await sql`
        select id from reviews where campaign_id = ${life.campaignId} and decided_at is null`;
      if (!review) return;
      await claim(moderator, { reviewId: review.id });
      await decide(moderator, { reviewId: review.id, verdict: 'approved', reason: null });
      life.step = 'decided';
    },
    async decided(life) {
      const [done] = await sql`
        select 1 from campaigns c where c.id = ${life.campaignId} and c.status = 'published'`;
      if (done) life.step = 'over';
    },
    async expiring(life) {
      const [done] = await sql`
        select 1 from orders o where o.campaign_id = ${life.campaignId} and o.status = 'refunded'`;
      if (done) life.step = 'over';
    },
    over: async () => {},
  };
  /** Lets fifteen days pass for one campaign, and the clock's job come. */
  const grow = async (campaignId: string) => {
    await sql`update orders set confirmed_at = confirmed_at - ${fifteenDays}::interval where campaign_id = ${campaignId}`;
    await sql`update assets set created_at = created_at - ${fifteenDays}::interval where campaign_id = ${campaignId}`;
    await grounds.ctx.db.transaction((tx) => grounds.ctx.queue.enqueue(tx, 'uploads.expire', {}));
  };
  return {
    lives,
    /** Orders and pays; a burst of messages follows. */
    async begin(kind: Life['kind']): Promise<void> {
      const life = { kind, ...(await grounds.order(owner, film.promise)), step: 'paid' as const };
      stripe.control.pay(life.sessionId);
      lives.push(life);
      await tell();
    },
    /** Everybody does what can be done now; answers how many lives are not over. */
    async goOn(): Promise<number> {
      await tell();
      for (const life of lives) await steps[life.step](life);
      return lives.filter((life) => life.step !== 'over').length;
    },
  };
}

async function send(owner: MemberCtx, uploadId: string, bytes: Buffer): Promise<void> {
  const part = { number: 1, sizeBytes: bytes.length, sha256Base64: sha256Base64(bytes) };
  const [signed] = await signParts(owner, { uploadId, parts: [part] });
  if (!signed) throw new Error('no address');
  const response = await fetch(signed.url, {
    method: 'PUT',
    headers: signed.headers,
    body: new Uint8Array(bytes),
  });
  if (!response.ok) throw new Error(`the part was answered ${response.status}`);
  await completeUpload(owner, { uploadId });
}
