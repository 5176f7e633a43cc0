import { defaultLimits, type Limit, type LimitName, type Limits } from '@backlot/core';
import { type ProcessConfig, readProcessConfig } from '@backlot/providers';
import { z } from 'zod';

/** Compose files pass an unset variable on as an empty one. */
const orDefault = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/** `10/10`: at most so many in any span of so many seconds. */
const limit = (name: LimitName) =>
  orDefault(
    z
      .string()
      .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,4}$/, {
        error: 'is not a number of requests and of seconds, like 10/10',
      })
      .transform((text): Limit => {
        const [most = 0, windowSeconds = 0] = text.split('/').map(Number);
        return { most, windowMs: windowSeconds * 1_000 };
      })
      .default(defaultLimits[name]),
  );

const count = (least: number, usual: number) =>
  orDefault(z.coerce.number({ error: 'is not a number' }).int().min(least).max(1_000).default(usual));

const own = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number({ error: 'is not a port' }).int().min(0).max(65_535).default(4_400),
    WEB_DIST: z.string().optional(),
    TRUSTED_PROXIES: count(0, 0),
    API_INSTANCES: count(1, 1),
    REDIS_URL: orDefault(
      z.url({ protocol: /^rediss?$/, error: 'is not a redis or rediss address' }).optional(),
    ),
    RATE_LIMIT_SIGN_IN: limit('signIn'),
    RATE_LIMIT_REFUSED_WEBHOOKS: limit('refusedWebhooks'),
    RATE_LIMIT_COSTLY: limit('costly'),
    RATE_LIMIT_CALLS: limit('calls'),
  })
  .refine((values) => values.API_INSTANCES === 1 || values.REDIS_URL !== undefined, {
    path: ['REDIS_URL'],
    error: 'is missing, and several instances of the api share their limits by it',
  });

export type ApiConfig = ProcessConfig & {
  host: string;
  port: number;
  /** Folder of the built pages; absent when something else serves them. */
  webDist: string | undefined;
  /** Proxies of ours that every request passes; the client's address is read behind them. */
  trustedProxies: number;
  /** Valkey or Redis, by which several instances share their limits. Absent: this is the only one. */
  redisUrl: string | undefined;
  limits: Limits;
};

/** The configuration, or everything that is wrong with it as `NAME what`; a value is never named. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; config: ApiConfig } | { ok: false; problems: string[] } {
  const read = readProcessConfig(env, own);
  if (!read.ok) return read;
  const values = read.own;
  return {
    ok: true,
    config: {
      ...read.config,
      host: values.HOST,
      port: values.PORT,
      webDist: values.WEB_DIST || undefined,
      trustedProxies: values.TRUSTED_PROXIES,
      redisUrl: values.REDIS_URL,
      limits: {
        signIn: values.RATE_LIMIT_SIGN_IN,
        refusedWebhooks: values.RATE_LIMIT_REFUSED_WEBHOOKS,
        costly: values.RATE_LIMIT_COSTLY,
        calls: values.RATE_LIMIT_CALLS,
      },
    },
  };
}
