import { type VideoProviderName, videoProviderNames } from '@backlot/core';
import { z } from 'zod';
import { httpUrl, optional, required, secret, secretList } from '../config-fields.ts';
import { readSigningKey } from './standard-webhooks.ts';

export type GenericVideoConfig = {
  baseUrl: string;
  key: string;
  /** Of the header `x-webhook-secret`; with `signingSecrets` at least one is there. */
  webhookSecrets: readonly string[];
  /** Of Standard Webhooks. */
  signingSecrets: readonly string[];
  priceMicroUsdPerSecond: number;
};

export type FalConfig = {
  baseUrl: string;
  key: string;
  jwksUrl: string;
  /** The account whose messages are taken; null takes any that fal signed. */
  userId: string | null;
  /** Makes a video of words; `imageModel` of the same house makes one of a picture. */
  model: string;
  imageModel: string;
};

export type ReplicateConfig = {
  baseUrl: string;
  key: string;
  signingSecrets: readonly string[];
  model: string;
};

export type LumaConfig = { baseUrl: string; key: string; model: string };
export type RunwayConfig = { baseUrl: string; key: string; model: string };

/** The makers of AI videos that there are; all absent where nobody makes any. */
export type VideosConfig = {
  /** Asked when nobody says which; null when there are none. */
  defaultProvider: VideoProviderName | null;
  generic?: GenericVideoConfig;
  fal?: FalConfig;
  replicate?: ReplicateConfig;
  luma?: LumaConfig;
  runway?: RunwayConfig;
};

const signingSecrets = secretList.superRefine((list, context) => {
  for (const one of list) {
    const read = readSigningKey(one);
    if (!read.ok) context.addIssue({ code: 'custom', message: read.problem });
  }
});
const model = required.regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, { error: 'is not the name of a model' });

export const videosEnvironment = {
  VIDEO_PROVIDER: optional(z.enum(videoProviderNames, { error: 'is not the name of a provider' })),
  VIDEO_API_URL: optional(httpUrl),
  VIDEO_API_KEY: optional(secret),
  VIDEO_WEBHOOK_SECRET: optional(secretList),
  VIDEO_SIGNING_SECRET: optional(signingSecrets),
  VIDEO_PRICE_MICRO_USD: optional(
    z
      .string()
      .regex(/^\d{1,9}$/, { error: 'is not a whole number' })
      .transform(Number),
  ),
  FAL_KEY: optional(secret),
  FAL_USER_ID: optional(secret),
  FAL_MODEL: optional(model),
  FAL_IMAGE_MODEL: optional(model),
  FAL_URL: optional(httpUrl),
  FAL_JWKS_URL: optional(httpUrl),
  REPLICATE_API_TOKEN: optional(secret),
  REPLICATE_WEBHOOK_SECRET: optional(signingSecrets),
  REPLICATE_MODEL: optional(model),
  REPLICATE_URL: optional(httpUrl),
  LUMAAI_API_KEY: optional(secret),
  LUMA_MODEL: optional(model),
  LUMA_URL: optional(httpUrl),
  RUNWAYML_API_SECRET: optional(secret),
  RUNWAY_MODEL: optional(model),
  RUNWAY_URL: optional(httpUrl),
};

type Values = z.infer<z.ZodObject<typeof videosEnvironment>>;

/** Vendors' own addresses and the models that the prices in the adapters are for. Sources stand in the adapters. */
const usual = {
  falUrl: 'https://queue.fal.run',
  falJwksUrl: 'https://rest.fal.ai/.well-known/jwks.json',
  falModel: 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video',
  falImageModel: 'fal-ai/kling-video/v2.5-turbo/pro/image-to-video',
  replicateUrl: 'https://api.replicate.com/v1',
  replicateModel: 'bytedance/seedance-1-lite',
  lumaUrl: 'https://api.lumalabs.ai/dream-machine/v1',
  lumaModel: 'ray-flash-2',
  runwayUrl: 'https://api.dev.runwayml.com',
  runwayModel: 'gen4.5',
};

/**
 * What of the makers of videos is configured.
 * @returns the configuration, or everything that is wrong as `NAME what`, never with a value
 */
export function readVideosConfig(
  values: Values,
): { ok: true; config: VideosConfig } | { ok: false; problems: string[] } {
  const providers = {
    ...genericOf(values),
    ...falOf(values),
    ...replicateOf(values),
    ...(values.LUMAAI_API_KEY && {
      luma: {
        baseUrl: values.LUMA_URL ?? usual.lumaUrl,
        key: values.LUMAAI_API_KEY,
        model: values.LUMA_MODEL ?? usual.lumaModel,
      },
    }),
    ...(values.RUNWAYML_API_SECRET && {
      runway: {
        baseUrl: values.RUNWAY_URL ?? usual.runwayUrl,
        key: values.RUNWAYML_API_SECRET,
        model: values.RUNWAY_MODEL ?? usual.runwayModel,
      },
    }),
  };
  const problems = problemsOf(values);
  const chosen = values.VIDEO_PROVIDER;
  if (chosen !== undefined && !(chosen in providers) && problems.length === 0)
    problems.push('VIDEO_PROVIDER names a provider that has no key');
  if (problems.length > 0) return { ok: false, problems };
  const first = videoProviderNames.find((name) => name in providers);
  return { ok: true, config: { defaultProvider: chosen ?? first ?? null, ...providers } };
}

/** What must stand beside what; a door without a secret, or a secret without a door, is a mistake that nobody would see. */
function problemsOf(values: Values): string[] {
  const problems: string[] = [];
  const beside = (name: keyof Values, ...others: (keyof Values)[]) => {
    const there = others.find((other) => values[other] !== undefined);
    if (values[name] === undefined && there) problems.push(`${name} is missing beside ${there}`);
  };
  const secrets = ['VIDEO_WEBHOOK_SECRET', 'VIDEO_SIGNING_SECRET'] as const;
  beside('VIDEO_API_URL', 'VIDEO_API_KEY', ...secrets);
  beside('VIDEO_API_KEY', 'VIDEO_API_URL', ...secrets);
  if (secrets.every((name) => values[name] === undefined))
    beside('VIDEO_WEBHOOK_SECRET', 'VIDEO_API_URL', 'VIDEO_API_KEY');
  beside('REPLICATE_WEBHOOK_SECRET', 'REPLICATE_API_TOKEN');
  beside('REPLICATE_API_TOKEN', 'REPLICATE_WEBHOOK_SECRET');
  beside('FAL_MODEL', 'FAL_IMAGE_MODEL');
  beside('FAL_IMAGE_MODEL', 'FAL_MODEL');
  if (
    values.FAL_MODEL &&
    values.FAL_IMAGE_MODEL &&
    houseOf(values.FAL_MODEL) !== houseOf(values.FAL_IMAGE_MODEL)
  )
    problems.push('FAL_IMAGE_MODEL is of another house than FAL_MODEL');
  return problems;
}

/** Owner and name: under them fal keeps the requests of all that comes behind. */
const houseOf = (name: string): string => name.split('/').slice(0, 2).join('/');

function genericOf(values: Values): { generic?: GenericVideoConfig } {
  const { VIDEO_API_URL: baseUrl, VIDEO_API_KEY: key } = values;
  if (!baseUrl || !key) return {};
  return {
    generic: {
      baseUrl,
      key,
      webhookSecrets: values.VIDEO_WEBHOOK_SECRET ?? [],
      signingSecrets: values.VIDEO_SIGNING_SECRET ?? [],
      priceMicroUsdPerSecond: values.VIDEO_PRICE_MICRO_USD ?? 0,
    },
  };
}

function falOf(values: Values): { fal?: FalConfig } {
  if (!values.FAL_KEY) return {};
  return {
    fal: {
      baseUrl: values.FAL_URL ?? usual.falUrl,
      key: values.FAL_KEY,
      jwksUrl: values.FAL_JWKS_URL ?? usual.falJwksUrl,
      userId: values.FAL_USER_ID ?? null,
      model: values.FAL_MODEL ?? usual.falModel,
      imageModel: values.FAL_IMAGE_MODEL ?? usual.falImageModel,
    },
  };
}

function replicateOf(values: Values): { replicate?: ReplicateConfig } {
  const { REPLICATE_API_TOKEN: key, REPLICATE_WEBHOOK_SECRET: signingSecrets } = values;
  if (!key || !signingSecrets) return {};
  return {
    replicate: {
      baseUrl: values.REPLICATE_URL ?? usual.replicateUrl,
      key,
      signingSecrets,
      model: values.REPLICATE_MODEL ?? usual.replicateModel,
    },
  };
}
