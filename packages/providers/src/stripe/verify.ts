import { createHmac, timingSafeEqual } from 'node:crypto';
import { BacklotError } from '@backlot/core';
import { z } from 'zod';

/** A message that Stripe signed, reduced to what says where to look; what it claims is read again from Stripe. */
export type StripeMessage = {
  /** The message's own id (`evt_…`), the same at every delivery. */
  externalId: string;
  type: string;
  livemode: boolean;
  /** Null for objects without an id, such as a balance. */
  objectId: string | null;
  objectKind: string;
  relatedPaymentIntentId: string | null;
  /** The customer that the object belongs to. */
  relatedCustomerId: string | null;
  /** The whole message. Holds personal data: never log it. */
  payload: Readonly<Record<string, unknown>>;
};

type SignedMessage = {
  /** The bytes as they came; a parsed and printed body has another signature. */
  rawBody: Uint8Array | string;
  signatureHeader: string | null | undefined;
  /** Any of them may have signed. Blank ones never validate anything. */
  secrets: readonly string[];
  nowMs: number;
};

/**
 * How far a message's own time may lie from ours, in both directions; this bounds a replay. Stripe's library measures
 * age only, and would take a message from the future.
 */
export const stripeToleranceSeconds = 300;

/**
 * Verifies a webhook of Stripe and says what it is about.
 * @throws BacklotError BAD_SIGNATURE when the signature or its time does not hold; BAD_INPUT when what was signed is
 * not a message
 */
export function verifyStripeMessage(signed: SignedMessage): StripeMessage {
  checkStripeSignature(signed);
  const payload = parseJson(signed.rawBody);
  const message = messageSchema.safeParse(payload);
  if (!message.success) throw new BacklotError('BAD_INPUT', { provider: 'stripe' });
  const { id, type, livemode, data } = message.data;
  const kind = data.object.object;
  const intent = kind === 'payment_intent' ? data.object.id : idOf(data.object.payment_intent);
  return {
    externalId: id,
    type,
    livemode,
    objectId: data.object.id ?? null,
    objectKind: kind,
    relatedPaymentIntentId: intent ?? null,
    relatedCustomerId: idOf(data.object.customer) ?? null,
    payload: payload as Record<string, unknown>,
  };
}

/**
 * The signature alone: hex HMAC-SHA-256 of `{t}.{body}` under `v1` (docs.stripe.com/webhooks/signature). Every
 * signature is compared with every secret in constant time; nothing of the body is parsed.
 * @throws BacklotError BAD_SIGNATURE
 */
export function checkStripeSignature({ rawBody, signatureHeader, secrets, nowMs }: SignedMessage): void {
  const header = readHeader(signatureHeader ?? '');
  const usable = secrets.filter((secret) => secret.trim() !== '');
  if (header === null || usable.length === 0 || rawBody.length === 0) throw refused();
  const ageSeconds = Math.floor(nowMs / 1000) - Number(header.time);
  if (!(Math.abs(ageSeconds) <= stripeToleranceSeconds)) throw refused();
  let fits = false;
  for (const secret of usable) {
    const expected = createHmac('sha256', secret).update(`${header.time}.`).update(rawBody).digest();
    for (const given of header.signatures) fits = timingSafeEqual(expected, given) || fits;
  }
  if (!fits) throw refused();
}

const refused = () => new BacklotError('BAD_SIGNATURE', { provider: 'stripe' });

/** `t=…,v1=…,v1=…`; other schemes are passed over. Null when time or signatures are missing or doubtful. */
function readHeader(header: string): { time: string; signatures: Buffer[] } | null {
  const pairs = header.split(',').map((item) => partAt(item.trim(), item.trim().indexOf('=')));
  const times = pairs.filter(([name]) => name === 't').map(([, value]) => value);
  const signatures = pairs
    .filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value))
    .map(([, value]) => Buffer.from(value, 'hex'));
  const [time] = times;
  if (times.length !== 1 || time === undefined || !/^\d{1,12}$/.test(time) || signatures.length === 0)
    return null;
  return { time, signatures };
}

/** Cuts once: a value keeps every further `=`, and is then none. */
const partAt = (item: string, index: number): [name: string, value: string] =>
  index < 0 ? [item, ''] : [item.slice(0, index), item.slice(index + 1)];

function parseJson(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body),
    );
  } catch {
    throw new BacklotError('BAD_INPUT', { provider: 'stripe' });
  }
}

const expandable = z.union([z.string(), z.object({ id: z.string() })]);
const idOf = (value: z.infer<typeof expandable> | null | undefined) =>
  typeof value === 'object' ? value?.id : value;

const messageSchema = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: z.string().optional(),
      object: z.string(),
      payment_intent: expandable.nullish().catch(null),
      customer: expandable.nullish().catch(null),
    }),
  }),
});
