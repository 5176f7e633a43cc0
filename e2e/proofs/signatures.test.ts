import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BacklotError } from '@backlot/core';
import { checkStripeSignature } from '@backlot/providers';
import { expect, it } from 'vitest';
import { randomFrom, seed } from './lib/random.ts';
import { report } from './lib/scale.ts';

const mutations = 100_000;

type Vector = {
  name: string;
  secret: string;
  payload: string;
  header: string;
  verify_at: number;
  valid: boolean;
};
type Signed = { body: Buffer; header: string; secret: string; nowMs: number };
type Random = ReturnType<typeof randomFrom>;

/** What the vendor's own library accepts; fails loudly when the vectors are not there. */
function signedMessages(): Signed[] {
  const path = fileURLToPath(
    new URL('../../../shared/contracts/stripe/webhook-signature-vectors.json', import.meta.url),
  );
  if (!existsSync(path)) throw new Error('../shared/contracts/stripe is absent: there is nothing to mutate');
  const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: Vector[] };
  return vectors
    .filter(({ valid, payload }) => valid && payload.length > 0)
    .map(({ payload, header, secret, verify_at }) => ({
      body: Buffer.from(payload),
      header,
      secret,
      nowMs: verify_at * 1_000,
    }))
    .filter((signed) => verdictOn(signed) === 'accepted');
}

function verdictOn({ body, header, secret, nowMs }: Signed, secrets = [secret]): string {
  try {
    checkStripeSignature({ rawBody: body, signatureHeader: header, secrets, nowMs });
    return 'accepted';
  } catch (error) {
    return error instanceof BacklotError ? error.code : String(error);
  }
}

const spliced = (body: Buffer, at: number, remove: number, insert: Uint8Array): Buffer =>
  Buffer.concat([body.subarray(0, at), insert, body.subarray(at + remove)]);

/** Each makes another body. */
const bodyMutations: Record<string, (body: Buffer, random: Random) => Buffer> = {
  'a bit turned over': (body, random) => {
    const at = random.between(0, body.length - 1);
    return spliced(body, at, 1, Buffer.of((body[at] ?? 0) ^ (1 << random.between(0, 7))));
  },
  'a byte taken out': (body, random) => spliced(body, random.between(0, body.length - 1), 1, Buffer.of()),
  'a byte put in': (body, random) =>
    spliced(body, random.between(0, body.length), 0, Buffer.of(random.between(0, 255))),
  'the end cut off': (body, random) => body.subarray(0, random.between(0, body.length - 1)),
  'a piece said twice': (body, random) => {
    const at = random.between(0, body.length - 1);
    return spliced(body, at, 0, body.subarray(at, at + random.between(1, 40)));
  },
  'a space after it': (body, random) =>
    Buffer.concat([body, Buffer.from(random.pick([' ', '\n', '\r\n', '\t', '\0']))]),
  'a mark before it': (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
};

/** Each makes a header that says something else of the same body. */
const headerMutations: Record<string, (header: string, random: Random) => string> = {
  'a digit of the signature': (header, random) =>
    header.replaceAll(/v1=([0-9a-f]{64})/g, (_, hex: string) => {
      const at = random.between(0, 63);
      const digit = (Number.parseInt(hex[at] ?? '0', 16) + random.between(1, 15)) % 16;
      return `v1=${hex.slice(0, at)}${digit.toString(16)}${hex.slice(at + 1)}`;
    }),
  'another time': (header, random) =>
    header.replace(
      /t=(\d+)/,
      (_, time: string) => `t=${Number(time) + random.pick([-1, 1]) * random.between(1, 299)}`,
    ),
  'a time said otherwise': (header, random) =>
    header.replace(/t=(\d+)/, (_, time: string) => `t=${random.pick(['0', '+', '-', ' ', '00'])}${time}`),
  'a time too many': (header, random) => `t=${random.between(1, 2 ** 31)},${header}`,
  'another scheme': (header, random) =>
    header.replaceAll('v1=', random.pick(['v0=', 'v2=', 'V1=', 'v10=', '1='])),
  'a shorter signature': (header, random) =>
    header.replaceAll(/v1=([0-9a-f]{64})/g, (_, hex: string) => `v1=${hex.slice(0, random.between(0, 63))}`),
  'a longer signature': (header, random) =>
    header.replaceAll(
      /v1=([0-9a-f]{64})/g,
      (_, hex: string) => `v1=${hex}${random.pick(['0', 'a', '00', '=='])}`,
    ),
  'no signature': (header) => header.replaceAll(/,?v1=[^,]*/g, ''),
  'no time': (header) => header.replaceAll(/t=[^,]*,?/g, ''),
  'a signature of zeros': (header) => header.replaceAll(/v1=([0-9a-f]{64})/g, `v1=${'0'.repeat(64)}`),
  nothing: () => '',
};

it('accepts none of a hundred thousand messages that were changed on the way', { timeout: 120_000 }, () => {
  const random = randomFrom(seed);
  const messages = signedMessages();
  expect(messages.length).toBeGreaterThanOrEqual(5);
  const accepted: string[] = [];
  const tried: Record<string, number> = {};
  let unchanged = 0;
  for (let n = 0; n < mutations; n += 1) {
    const message = random.pick(messages);
    // While one secret replaces another both are valid, in whichever order they stand.
    const secrets = random.pick([
      [message.secret],
      [message.secret, 'whsec_next'],
      ['whsec_next', message.secret],
    ]);
    if (n % 500 === 0) {
      expect(verdictOn(message, secrets)).toBe('accepted');
      unchanged += 1;
    }
    const isBody = random.next() < 0.5;
    const kind = random.pick(Object.keys(isBody ? bodyMutations : headerMutations));
    const changed = {
      ...message,
      body: isBody ? (bodyMutations[kind]?.(message.body, random) ?? message.body) : message.body,
      header: isBody ? message.header : (headerMutations[kind]?.(message.header, random) ?? message.header),
    };
    if (changed.body.equals(message.body) && changed.header === message.header) continue;
    tried[kind] = (tried[kind] ?? 0) + 1;
    const verdict = verdictOn(changed, secrets);
    if (verdict !== 'BAD_SIGNATURE') accepted.push(`${kind}: ${verdict}`);
  }
  expect(accepted).toEqual([]);
  expect(Object.keys(tried)).toHaveLength(
    Object.keys(bodyMutations).length + Object.keys(headerMutations).length,
  );
  const changedInAll = Object.values(tried).reduce((sum, times) => sum + times, 0);
  expect(changedInAll).toBeGreaterThan(mutations * 0.99);
  report('signatures', { seed, changed: changedInAll, accepted: 0, 'unchanged and accepted': unchanged });
});

it('accepts no signature of one message for another', () => {
  const messages = signedMessages();
  const crossed = messages.flatMap((one) =>
    messages
      .filter((other) => !other.body.equals(one.body))
      .map((other) => verdictOn({ ...one, header: other.header, nowMs: other.nowMs })),
  );
  expect(crossed.length).toBeGreaterThan(10);
  expect(new Set(crossed)).toEqual(new Set(['BAD_SIGNATURE']));
});
