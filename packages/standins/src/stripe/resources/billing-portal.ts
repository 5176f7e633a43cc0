import { badParameter, noSuch, noSuchReference } from '../errors.ts';
import { PAGE, pageOf } from '../lists.ts';
import { buildPortalConfiguration, buildPortalSession, type PortalFeatures } from '../objects/portal.ts';
import { operation, unplayed } from '../operation.ts';
import { flag, listOf, metadata, oneOf, required, shape, text } from '../params.ts';
import type { World } from '../world.ts';

const CONFIGURATIONS = '/v1/billing_portal/configurations';

const FEATURES = shape({
  customer_update: shape({
    enabled: required(flag()),
    allowed_updates: listOf(oneOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id')),
  }),
  invoice_history: shape({ enabled: required(flag()) }),
  payment_method_update: shape({
    enabled: required(flag()),
    ...unplayed('payment_method_configuration'),
  }),
  subscription_cancel: shape({
    enabled: required(flag()),
    mode: oneOf('at_period_end'),
    ...unplayed('cancellation_reason', 'proration_behavior'),
  }),
  subscription_pause: shape({
    enabled: flag(),
    duration: shape({ type: required(oneOf('indefinite')), ...unplayed('interval_options') }),
  }),
  subscription_update: shape({
    enabled: required(flag()),
    default_allowed_updates: listOf(oneOf('price')),
    products: listOf(
      shape({
        product: required(text()),
        prices: required(listOf(text())),
        ...unplayed('adjustable_quantity'),
      }),
    ),
    proration_behavior: oneOf('always_invoice'),
    ...unplayed('billing_cycle_anchor', 'schedule_at_period_end', 'trial_update_behavior'),
  }),
});

/** The fields as they are read, before they become what the portal offers. */
type FeaturesInput = ReturnType<typeof FEATURES.read>;

function featuresOf(world: World, input: FeaturesInput): PortalFeatures {
  const update = input.subscription_update;
  const products = update?.enabled ? (update.products ?? []) : null;
  if (products?.length === 0)
    throw badParameter(
      'Name the products that can be changed to.',
      'features[subscription_update][products]',
    );
  for (const { prices } of products ?? [])
    for (const price of prices)
      if (!world.store.get('price', price)) throw noSuchReference('price', price, 'features');
  return {
    invoices: input.invoice_history?.enabled ?? false,
    card: input.payment_method_update?.enabled ?? false,
    cancel: input.subscription_cancel?.enabled ?? false,
    pause: input.subscription_pause?.enabled ?? false,
    products: products?.map(({ product, prices }) => ({ product, prices })) ?? null,
  };
}

export const billingPortal = [
  operation(
    'POST',
    CONFIGURATIONS,
    {
      business_profile: shape({
        headline: text(60),
        privacy_policy_url: text(),
        terms_of_service_url: text(),
      }),
      default_return_url: text(),
      features: required(FEATURES),
      metadata: metadata(),
      ...unplayed('login_page', 'name'),
    },
    (world, input) => {
      const profile = input.business_profile;
      const configuration = buildPortalConfiguration(
        {
          features: featuresOf(world, input.features),
          businessProfile: {
            headline: profile?.headline ?? null,
            privacy: profile?.privacy_policy_url ?? null,
            terms: profile?.terms_of_service_url ?? null,
          },
          metadata: input.metadata ?? {},
          returnUrl: input.default_return_url ?? null,
          isDefault: false,
        },
        world.clock.nowSeconds(),
      );
      world.store.put('billing_portal.configuration', configuration);
      world.events.emit('billing_portal.configuration.created', configuration);
      return configuration;
    },
  ),
  operation('GET', CONFIGURATIONS, { ...PAGE, active: flag(), is_default: flag() }, (world, input) => {
    const found = world.store
      .all('billing_portal.configuration')
      .filter((one) => input.active === undefined || one.active === input.active)
      .filter((one) => input.is_default === undefined || one.is_default === input.is_default);
    return pageOf(found, input, CONFIGURATIONS);
  }),
  operation('GET', `${CONFIGURATIONS}/{id}`, {}, (world, _input, id) => {
    const found = world.store.get('billing_portal.configuration', id);
    if (!found) throw noSuch('billing_portal.configuration', id);
    return found;
  }),
  operation(
    'POST',
    '/v1/billing_portal/sessions',
    {
      configuration: text(),
      customer: text(),
      locale: oneOf('auto', 'en', 'fr'),
      return_url: text(),
      ...unplayed('after_expiration', 'customer_account', 'flow_data', 'on_behalf_of'),
    },
    (world, input) => {
      if (input.customer === undefined)
        throw badParameter('Missing required param: customer.', 'customer', 'parameter_missing');
      if (!world.store.get('customer', input.customer))
        throw noSuchReference('customer', input.customer, 'customer');
      const known = input.configuration ?? '';
      if (!world.store.get('billing_portal.configuration', known))
        throw noSuchReference('configuration', known, 'configuration');
      const from = {
        configuration: known,
        customer: input.customer,
        locale: input.locale ?? null,
        returnUrl: input.return_url ?? null,
      };
      const session = buildPortalSession(from, world.baseUrl, world.clock.nowSeconds());
      world.store.put('billing_portal.session', session);
      world.events.emit('billing_portal.session.created', session);
      return session;
    },
  ),
];
