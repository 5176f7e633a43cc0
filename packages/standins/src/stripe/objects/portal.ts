import type Stripe from 'stripe';
import { newId } from '../ids.ts';

export interface NewPortalSession {
  configuration: string;
  customer: string;
  locale: Stripe.BillingPortal.Session.Locale | null;
  returnUrl: string | null;
}

export function buildPortalSession(
  from: NewPortalSession,
  baseUrl: string,
  createdSeconds: number,
): Stripe.BillingPortal.Session {
  const id = newId('bps');
  return {
    id,
    object: 'billing_portal.session',
    configuration: from.configuration,
    created: createdSeconds,
    customer: from.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: from.locale,
    on_behalf_of: null,
    return_url: from.returnUrl,
    url: portalUrl(baseUrl, id),
  } as unknown as Stripe.BillingPortal.Session;
}

export const portalUrl = (baseUrl: string, id: string): string => `${baseUrl}/portal/${id}`;

export interface PortalFeatures {
  invoices: boolean;
  card: boolean;
  cancel: boolean;
  pause: boolean;
  /** The prices to change to; null when plans cannot be changed. */
  products: { product: string; prices: string[] }[] | null;
}

/** What a portal offers. Cancelling is at the end of the period; a change of plan is invoiced at once. */
export function buildPortalConfiguration(
  from: {
    features: PortalFeatures;
    businessProfile: { headline: string | null; privacy: string | null; terms: string | null };
    metadata: Record<string, string>;
    returnUrl: string | null;
    isDefault: boolean;
  },
  createdSeconds: number,
): Stripe.BillingPortal.Configuration {
  const { features, businessProfile } = from;
  return {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: {
      headline: businessProfile.headline,
      privacy_policy_url: businessProfile.privacy,
      terms_of_service_url: businessProfile.terms,
    },
    created: createdSeconds,
    default_return_url: from.returnUrl,
    features: {
      customer_update: { allowed_updates: [], enabled: false },
      invoice_history: { enabled: features.invoices },
      payment_method_update: { enabled: features.card, payment_method_configuration: null },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: [], options: [] },
        enabled: features.cancel,
        mode: 'at_period_end',
        proration_behavior: 'none',
      },
      subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: features.pause },
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: features.products ? ['price'] : [],
        enabled: features.products !== null,
        products:
          features.products?.map((one) => ({
            ...one,
            adjustable_quantity: { enabled: false, maximum: null, minimum: 1 },
          })) ?? null,
        proration_behavior: 'always_invoice',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: from.isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: from.metadata,
    name: null,
    updated: createdSeconds,
  } as unknown as Stripe.BillingPortal.Configuration;
}
