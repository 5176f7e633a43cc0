import { z } from 'zod';
import { httpUrl, optional, required, secret, secretList } from './config-fields.ts';
import { type DownloadsConfig, downloadsEnvironment, readDownloadsConfig } from './downloads/config.ts';
import { readVideosConfig, type VideosConfig, videosEnvironment } from './video/config.ts';

/** What the providers need to reach the outside world, read once at the start of a process. */
export type ProvidersConfig = {
  stripe: StripeConfig & {
    /** Signing secrets of the webhook endpoint; two while one replaces the other. */
    webhookSecrets: readonly string[];
  };
  s3: S3Config;
  mail: MailConfig;
  /** Absent: nobody signs in by Google. */
  google?: GoogleConfig;
  /** The makers of AI videos. */
  videos: VideosConfig;
  downloads: DownloadsConfig;
};

/** Without host, port and protocol: Stripe's own. */
export type StripeConfig = {
  secretKey: string;
  host?: string;
  port?: number;
  protocol?: 'http' | 'https';
};

export type S3Config = {
  /** Absent for Amazon's own. */
  endpoint?: string;
  /** Where browsers reach the same storage, when that is another name than `endpoint`. */
  publicEndpoint?: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  forcePathStyle: boolean;
};

export type MailConfig = { smtpUrl: string; from: string };

export type GoogleConfig = { clientId: string; clientSecret: string; issuer: string };

export const providersEnvironment = z.object({
  STRIPE_SECRET_KEY: secret,
  STRIPE_HOST: optional(required),
  STRIPE_PORT: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, { error: 'is not a port' })
      .transform(Number)
      .refine((port) => port >= 1 && port <= 65_535, { error: 'is not a port' }),
  ),
  STRIPE_PROTOCOL: optional(z.enum(['http', 'https'], { error: 'is neither http nor https' })),
  STRIPE_WEBHOOK_SECRET: secretList,
  S3_ENDPOINT: optional(httpUrl),
  S3_PUBLIC_ENDPOINT: optional(httpUrl),
  S3_REGION: required,
  S3_BUCKET: required,
  S3_ACCESS_KEY_ID: secret,
  S3_SECRET_ACCESS_KEY: secret,
  S3_FORCE_PATH_STYLE: optional(
    z.enum(['true', 'false'], { error: 'is neither true nor false' }).transform((word) => word === 'true'),
  ),
  SMTP_URL: required.pipe(z.url({ protocol: /^smtps?$/, error: 'is not an smtp or smtps address' })),
  MAIL_FROM: required.regex(/^[^\r\n@]*[^\s<>@]+@[^\s<>@]+>?$/, { error: 'is not a mail address' }),
  GOOGLE_CLIENT_ID: optional(secret),
  GOOGLE_CLIENT_SECRET: optional(secret),
  GOOGLE_ISSUER: optional(httpUrl),
  ...videosEnvironment,
  ...downloadsEnvironment,
});

/** Of the OpenID Connect issuer (https://developers.google.com/identity/openid-connect/openid-connect). */
const googleIssuer = 'https://accounts.google.com';

function googleProblem(values: z.infer<typeof providersEnvironment>): string | null {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = values;
  if (GOOGLE_CLIENT_ID && !GOOGLE_CLIENT_SECRET)
    return 'GOOGLE_CLIENT_SECRET is missing beside GOOGLE_CLIENT_ID';
  if (!GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET)
    return 'GOOGLE_CLIENT_ID is missing beside GOOGLE_CLIENT_SECRET';
  return null;
}

/**
 * Reads the configuration of all providers.
 * @returns the configuration, or everything that is wrong as `NAME what`, never with a value
 */
export function readProvidersConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; config: ProvidersConfig } | { ok: false; problems: string[] } {
  const read = providersEnvironment.safeParse(env);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return { ok: false, problems };
  }
  const values = read.data;
  const videos = readVideosConfig(values);
  const problem = googleProblem(values);
  if (problem !== null || !videos.ok)
    return {
      ok: false,
      problems: [...(problem === null ? [] : [problem]), ...(videos.ok ? [] : videos.problems)],
    };
  return {
    ok: true,
    config: {
      stripe: {
        secretKey: values.STRIPE_SECRET_KEY,
        webhookSecrets: values.STRIPE_WEBHOOK_SECRET,
        host: values.STRIPE_HOST,
        port: values.STRIPE_PORT,
        protocol: values.STRIPE_PROTOCOL,
      },
      s3: {
        endpoint: values.S3_ENDPOINT,
        publicEndpoint: values.S3_PUBLIC_ENDPOINT,
        region: values.S3_REGION,
        bucket: values.S3_BUCKET,
        accessKeyId: values.S3_ACCESS_KEY_ID,
        secretAccessKey: values.S3_SECRET_ACCESS_KEY,
        forcePathStyle: values.S3_FORCE_PATH_STYLE ?? false,
      },
      mail: { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM },
      downloads: readDownloadsConfig(values),
      ...(values.GOOGLE_CLIENT_ID &&
        values.GOOGLE_CLIENT_SECRET && {
          google: {
            clientId: values.GOOGLE_CLIENT_ID,
            clientSecret: values.GOOGLE_CLIENT_SECRET,
            issuer: values.GOOGLE_ISSUER ?? googleIssuer,
          },
        }),
      videos: videos.config,
    },
  };
}

/** What every process of ours reads beside the providers. */
const processEnvironment = z.object({
  DATABASE_URL: required.pipe(z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres address' })),
  PUBLIC_URL: required.pipe(z.url({ protocol: /^https?$/, error: 'is not an http or https address' })),
  SIGN_IN_SECRET: required.min(32, { error: 'has fewer than 32 characters' }),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'is not a level' })
    .default('info'),
});

export type ProcessConfig = {
  databaseUrl: string;
  /** The one address of the installation, without a slash at the end. */
  publicUrl: string;
  /** From which sign-in tokens are derived. */
  signInSecret: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  providers: ProvidersConfig;
};

/**
 * Reads the configuration of a process: what all have in common, and what `own` asks for besides.
 * @returns the configuration, or everything that is wrong as `NAME what`, never with a value
 */
export function readProcessConfig<Own extends z.ZodType>(
  env: Readonly<Record<string, string | undefined>>,
  own: Own,
): { ok: true; config: ProcessConfig; own: z.infer<Own> } | { ok: false; problems: string[] } {
  const common = processEnvironment.safeParse(env);
  const mine = own.safeParse(env);
  const providers = readProvidersConfig(env);
  if (!common.success || !mine.success || !providers.ok) {
    const issues = [...(common.error?.issues ?? []), ...(mine.error?.issues ?? [])];
    const problems = issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return { ok: false, problems: [...problems, ...(providers.ok ? [] : providers.problems)] };
  }
  const { DATABASE_URL, PUBLIC_URL, SIGN_IN_SECRET, LOG_LEVEL } = common.data;
  const config = {
    databaseUrl: DATABASE_URL,
    publicUrl: PUBLIC_URL.replace(/\/+$/, ''),
    signInSecret: SIGN_IN_SECRET,
    logLevel: LOG_LEVEL,
    providers: providers.config,
  };
  return { ok: true, config, own: mine.data };
}
