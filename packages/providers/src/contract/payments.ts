import { randomUUID } from 'node:crypto';
import { money, orderStatusOf, type Payments } from '@backlot/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';

/** Payments, and the hands of everyone else: payer, bank, and the merchant at the provider's dashboard. */
export type PaymentsUnderTest = {
  payments: Payments;
  payByCard(sessionId: string, card: 'good' | 'declined'): Promise<void>;
  /** Pays by a method that settles later. */
  payLater(sessionId: string): Promise<void>;
  settle(sessionId: string, outcome: 'succeeded' | 'failed'): Promise<void>;
  dispute(sessionId: string): Promise<void>;
  closeDispute(sessionId: string, outcome: 'won' | 'lost'): Promise<void>;
  /** Gives everything that is left back, without us. */
  refundByHand(sessionId: string): Promise<void>;
  /** Lets time pass at the provider. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
};

const daySeconds = 86_400;

/** What domain relies on in any payment provider. */
export function paymentsContract(name: string, connect: () => Promise<PaymentsUnderTest>): void {
  describe(`the payments contract, ${name}`, () => {
    let under: PaymentsUnderTest;
    let payments: Payments;

    beforeAll(async () => {
      under = await connect();
      payments = under.payments;
    });
    afterAll(() => under.close());

    const request = (changes: Partial<Parameters<Payments['openCheckout']>[0]> = {}) => {
      const orderId = randomUUID();
      return {
        idempotencyKey: `order:${orderId}:attempt:1`,
        orderId,
        productName: 'Campagne « été »',
        amount: money(1_900, 'USD'),
        email: 'payer@example.com',
        language: 'fr' as const,
        successUrl: 'http://localhost/paid?session={CHECKOUT_SESSION_ID}',
        cancelUrl: 'http://localhost/campaigns/1',
        ...changes,
      };
    };
    const open = (changes = {}) => payments.openCheckout(request(changes));
    const statusOf = async (sessionId: string) =>
      orderStatusOf((await payments.readCheckout(sessionId)).snapshot);

    async function paid(): Promise<{ sessionId: string; paymentIntentId: string }> {
      const { sessionId } = await open();
      await under.payByCard(sessionId, 'good');
      const { paymentIntentId } = await payments.readCheckout(sessionId);
      if (!paymentIntentId) throw new Error('a paid session has no payment intent');
      return { sessionId, paymentIntentId };
    }

    it('opens a page for an order that a day closes', async () => {
      const asked = request();
      const opened = await payments.openCheckout(asked);
      expect(opened).toMatchObject({
        orderId: asked.orderId,
        snapshot: {
          session: 'open',
          payment: 'unpaid',
          asyncFailed: false,
          amountMinor: 1_900,
          refundedMinor: 0,
          dispute: 'none',
        },
      });
      expect(opened.url).toMatch(/^https?:\/\//);
      const hours = (opened.expiresAt.getTime() - Date.now()) / 3_600_000;
      expect(Math.round(hours)).toBe(24);
      expect(await payments.readCheckout(opened.sessionId)).toEqual(opened);
    });

    it('opens one page for one idempotency key, also for two askers at once', async () => {
      const asked = request();
      const both = await Promise.all([payments.openCheckout(asked), payments.openCheckout(asked)]);
      const again = await payments.openCheckout(asked);
      expect(new Set([...both, again].map(({ sessionId }) => sessionId)).size).toBe(1);
      const other = await payments.openCheckout({
        ...asked,
        idempotencyKey: `order:${asked.orderId}:attempt:2`,
      });
      expect(other.sessionId).not.toBe(again.sessionId);
    });

    it('refuses the same idempotency key for something else', async () => {
      const asked = request();
      await payments.openCheckout(asked);
      const otherPrice = payments.openCheckout({ ...asked, amount: money(2_900, 'USD') });
      expect((await errorOf(otherPrice)).code).toBe('INTERNAL');
    });

    it('takes a currency without minor units', async () => {
      const { sessionId } = await open({ amount: money(2_900, 'JPY'), language: 'en' });
      expect((await payments.readCheckout(sessionId)).snapshot.amountMinor).toBe(2_900);
    });

    it('confirms what a card paid, and finds the session by its payment intent', async () => {
      const { sessionId, paymentIntentId } = await paid();
      expect((await payments.readCheckout(sessionId)).snapshot).toMatchObject({
        session: 'complete',
        payment: 'paid',
      });
      expect(await statusOf(sessionId)).toBe('confirmed');
      expect(await payments.findCheckoutByPaymentIntent(paymentIntentId)).toBe(sessionId);
    });

    it('leaves the page open when a card is declined, and takes the next one', async () => {
      const { sessionId } = await open();
      await under.payByCard(sessionId, 'declined');
      expect(await statusOf(sessionId)).toBe('pending');
      await under.payByCard(sessionId, 'good');
      expect(await statusOf(sessionId)).toBe('confirmed');
    });

    it.each([
      ['succeeded', 'confirmed'],
      ['failed', 'failed'],
    ] as const)('waits for what settles later; %s is %s', async (outcome, status) => {
      const { sessionId } = await open();
      await under.payLater(sessionId);
      const waiting = await payments.readCheckout(sessionId);
      expect(waiting.snapshot).toMatchObject({ session: 'complete', payment: 'unpaid', asyncFailed: false });
      await under.settle(sessionId, outcome);
      expect(await statusOf(sessionId)).toBe(status);
    });

    it('closes an open page, and leaves one alone that is closed or paid', async () => {
      const { sessionId } = await open();
      await payments.expireCheckout(sessionId);
      await payments.expireCheckout(sessionId);
      expect(await statusOf(sessionId)).toBe('expired');
      const other = await paid();
      await payments.expireCheckout(other.sessionId);
      expect(await statusOf(other.sessionId)).toBe('confirmed');
    });

    it('knows nothing of what is not there', async () => {
      expect((await errorOf(payments.readCheckout('cs_test_none'))).code).toBe('NOT_FOUND');
      expect((await errorOf(payments.expireCheckout('cs_test_none'))).code).toBe('NOT_FOUND');
      expect(await payments.findCheckoutByPaymentIntent('pi_none')).toBeNull();
    });

    describe('a refund', () => {
      const refunded = async (sessionId: string) =>
        (await payments.readCheckout(sessionId)).snapshot.refundedMinor;
      const half = money(950, 'USD');

      it('is made once for one key, at once and a week later', async () => {
        const { sessionId, paymentIntentId } = await paid();
        const input = { idempotencyKey: `refund:${sessionId}`, paymentIntentId, amount: half };
        await payments.refund(input);
        await payments.refund(input);
        expect(await refunded(sessionId)).toBe(950);
        expect(await statusOf(sessionId)).toBe('confirmed');
        await under.pass(7 * daySeconds);
        await payments.refund(input);
        expect(await refunded(sessionId)).toBe(950);
        await payments.refund({ ...input, idempotencyKey: `${input.idempotencyKey}:rest` });
        expect(await statusOf(sessionId)).toBe('refunded');
      });

      it('of what somebody gave back by hand is done already', async () => {
        const { sessionId, paymentIntentId } = await paid();
        await under.refundByHand(sessionId);
        await payments.refund({ idempotencyKey: `refund:${sessionId}`, paymentIntentId, amount: half });
        expect(await refunded(sessionId)).toBe(1_900);
        expect(await statusOf(sessionId)).toBe('refunded');
      });

      it('of more than was paid is refused, and changes nothing', async () => {
        const { sessionId, paymentIntentId } = await paid();
        const amount = money(1_901, 'USD');
        const refund = payments.refund({ idempotencyKey: `refund:${sessionId}`, paymentIntentId, amount });
        expect((await errorOf(refund)).code).toBe('INTERNAL');
        expect(await refunded(sessionId)).toBe(0);
      });
    });

    it.each([
      ['won', 'confirmed'],
      ['lost', 'refunded'],
    ] as const)('follows a dispute; %s is %s', async (outcome, status) => {
      const { sessionId } = await paid();
      await under.dispute(sessionId);
      expect(await statusOf(sessionId)).toBe('disputed');
      await under.closeDispute(sessionId, outcome);
      expect((await payments.readCheckout(sessionId)).snapshot.dispute).toBe(outcome);
      expect(await statusOf(sessionId)).toBe(status);
    });

    // Last: the time that passes here closes every page that is still open.
    it('closes a page by itself after a day', async () => {
      const { sessionId } = await open();
      await under.pass(daySeconds + 60);
      expect(await statusOf(sessionId)).toBe('expired');
    });
  });
}
