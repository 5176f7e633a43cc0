import type Stripe from 'stripe';
import { noSuch, refused } from '../errors.ts';
import { CREATED, PAGE, pageOf } from '../lists.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, mergeMetadata, metadata, shape, text } from '../params.ts';
import { closeDispute } from '../payments/dispute.ts';
import { idOf } from '../references.ts';
import type { World } from '../world.ts';

const URL = '/v1/disputes';

const EVIDENCE = shape({
  access_activity_log: text(20_000),
  billing_address: text(),
  cancellation_policy: text(),
  cancellation_policy_disclosure: text(20_000),
  cancellation_rebuttal: text(20_000),
  customer_communication: text(),
  customer_email_address: text(),
  customer_name: text(),
  customer_purchase_ip: text(),
  customer_signature: text(),
  duplicate_charge_documentation: text(),
  duplicate_charge_explanation: text(20_000),
  duplicate_charge_id: text(),
  product_description: text(20_000),
  receipt: text(),
  refund_policy: text(),
  refund_policy_disclosure: text(20_000),
  refund_refusal_explanation: text(20_000),
  service_date: text(),
  service_documentation: text(),
  shipping_address: text(),
  shipping_carrier: text(),
  shipping_date: text(),
  shipping_documentation: text(),
  shipping_tracking_number: text(),
  uncategorized_file: text(),
  uncategorized_text: text(20_000),
  ...unplayed('appeal', 'enhanced_evidence'),
});

const UPDATE_FIELDS = {
  evidence: EVIDENCE,
  metadata: metadata(),
  submit: flag(),
  ...unplayed('intended_submission_method'),
};

function disputeOf(world: World, id: string) {
  const dispute = world.store.get('dispute', id);
  if (!dispute) throw noSuch('dispute', id);
  return dispute;
}

/** Evidence words that decide a dispute in test mode; https://docs.stripe.com/testing#disputes. */
function verdictOf(dispute: Stripe.Dispute): 'won' | 'lost' | undefined {
  const words = dispute.evidence.uncategorized_text;
  if (words === 'winning_evidence') return 'won';
  return words === 'losing_evidence' ? 'lost' : undefined;
}

function submitted(dispute: Stripe.Dispute): Partial<Stripe.Dispute> {
  const { evidence_details } = dispute;
  const submission_count = evidence_details.submission_count + 1;
  return {
    status: 'under_review',
    evidence_details: { ...evidence_details, submission_count, submission_method: 'manual' },
  };
}

export const disputes = [
  operation('GET', URL, { ...PAGE, ...CREATED, charge: text(), payment_intent: text() }, (world, input) => {
    const found = world.store
      .all('dispute')
      .filter((one) => input.charge === undefined || idOf(one.charge) === input.charge)
      .filter(
        (one) => input.payment_intent === undefined || idOf(one.payment_intent) === input.payment_intent,
      );
    return pageOf(found, input, URL);
  }),
  operation('GET', `${URL}/{id}`, {}, (world, _input, id) => disputeOf(world, id)),
  operation('POST', `${URL}/{id}`, UPDATE_FIELDS, (world, input, id) => {
    const before = disputeOf(world, id);
    const over = before.status === 'won' || before.status === 'lost';
    if (over && input.evidence) throw refused('This dispute is already closed');
    const evidence = { ...before.evidence, ...input.evidence };
    const has_evidence = before.evidence_details.has_evidence || input.evidence !== undefined;
    const details = { ...before.evidence_details, has_evidence };
    const merged = mergeMetadata(before.metadata, input.metadata);
    let changed = world.store.patch('dispute', id, { evidence, evidence_details: details, metadata: merged });
    const submits = input.evidence !== undefined && input.submit !== false;
    if (submits) changed = world.store.patch('dispute', id, submitted(changed));
    world.events.emit('charge.dispute.updated', changed, { status: before.status });
    const verdict = submits ? verdictOf(changed) : undefined;
    return verdict ? closeDispute(world, id, verdict) : changed;
  }),
  operation('POST', `${URL}/{id}/close`, {}, (world, _input, id) => closeDispute(world, id, 'lost')),
];
