import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { readContractFile } from '../contract.ts';
import { signatureHeader } from './signature.ts';

interface Vector {
  name: string;
  secret: string;
  payload: string;
  header: string;
  verify_at: number;
  tolerance: number;
  valid: boolean;
}

const { vectors } = readContractFile<{ vectors: Vector[] }>('webhook-signature-vectors.json');
const valid = vectors.filter((vector) => vector.valid);

describe('signatureHeader', () => {
  test('there are vectors', () => expect(valid.length).toBeGreaterThan(5));

  test.each(valid)('signs as the vendor does: $name', ({ header, payload, secret }) => {
    const atSeconds = Number(/t=(\d+)/.exec(header)?.[1]);
    const ours = signatureHeader(payload, secret, atSeconds);
    expect(header.split(',')).toContain(ours.split(',')[1]);
  });

  test('the vendor’s package accepts it, under its secret alone', () => {
    const body = '{"id":"evt_é"}';
    const header = signatureHeader(body, 'whsec_a', Math.floor(Date.now() / 1000));
    expect(Stripe.webhooks.constructEvent(body, header, 'whsec_a')).toEqual({ id: 'evt_é' });
    expect(() => Stripe.webhooks.constructEvent(body, header, 'whsec_b')).toThrow();
    expect(() => Stripe.webhooks.constructEvent(`${body} `, header, 'whsec_a')).toThrow();
  });
});
