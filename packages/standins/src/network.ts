import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type GoogleStandIn, startGoogle } from './google.ts';
import { type MailStandIn, startMail } from './mail.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { rememberedPorts } from './remembered-ports.ts';
import { type S3StandIn, startS3 } from './s3/index.ts';
import { developmentSecrets } from './secrets.ts';
import { type StripeStandIn, startStripe } from './stripe/index.ts';
import { startVideoMakers, type VideoStandIn } from './video/index.ts';

export type NetworkOptions = {
  /** Where everything is kept; removing it starts afresh. */
  dataDir: string;
  /** The one address of the product, for links in mails and for the origin that storage lets in. */
  publicUrl: string;
  /** Where the payment provider sends its messages. */
  stripeWebhookUrl: string;
  /** See `PostgresOptions`. */
  durable?: boolean;
  keep?: boolean;
  onSpawn?: (pid: number) => void;
};

export type Network = {
  postgres: Postgres;
  s3: S3StandIn;
  stripe: StripeStandIn;
  mail: MailStandIn;
  google: GoogleStandIn;
  videos: VideoStandIn;
  /** Address of the product's database. */
  databaseUrl: string;
  /** The part of the product's configuration that leads to the stand-ins: the same variables as in production. */
  env: Record<string, string>;
  /** Stops all, the database last. */
  stop(): Promise<void>;
};

const BUCKET = 'backlot';
const REGION = 'us-east-1';
const GOOGLE_CLIENT_ID = 'backlot.apps.example';
/** Long enough to be seen at work, and slow enough that bytes are seen to come. */
const VIDEOS = { delayMs: 6_000, sizeBytes: 12_000_000, bytesPerSecond: 4_000_000 } as const;
const PORTS = ['postgres', 's3', 'stripe', 'smtp', 'inbox', 'google', 'videos'] as const;

/**
 * Starts every stand-in in this process (Postgres as a child of it) on loopback, with data and ports of the last run.
 * @throws the first error, after stopping what had started
 */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const { dataDir, publicUrl, stripeWebhookUrl, durable, keep, onSpawn } = options;
  await mkdir(dataDir, { recursive: true });
  const folder = (name: string) => join(dataDir, name);
  const [secrets, ports] = await Promise.all([developmentSecrets(dataDir), rememberedPorts(dataDir, PORTS)]);
  await Promise.all(['s3', 'stripe'].map((name) => mkdir(folder(name), { recursive: true, mode: 0o700 })));

  const started: { stop(): Promise<void> }[] = [];
  const note = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const standIn = await starting;
    started.unshift(standIn);
    return standIn;
  };
  const stop = async () => {
    for (const standIn of started) await standIn.stop();
  };
  try {
    const postgres = await note(
      startPostgres({
        dataDir: folder('postgres'),
        port: ports.postgres,
        revive: true,
        durable,
        keep,
        onSpawn,
      }),
    );
    const databaseUrl = await postgres.createDatabase('backlot');
    const s3 = await note(
      startS3({
        dataDir: folder('s3'),
        port: ports.s3,
        accessKeyId: secrets.s3AccessKeyId,
        secretAccessKey: secrets.s3SecretAccessKey,
        region: REGION,
        buckets: [BUCKET],
        corsOrigins: () => [publicUrl],
      }),
    );
    const stripe = await note(
      startStripe({
        port: ports.stripe,
        dataDir: folder('stripe'),
        secretKey: secrets.stripeSecretKey,
        webhooks: [{ url: stripeWebhookUrl, secret: secrets.stripeWebhookSecret }],
      }),
    );
    const mail = await note(startMail({ port: ports.smtp, httpPort: ports.inbox, dataDir: folder('mail') }));
    const google = await note(
      startGoogle({
        port: ports.google,
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: secrets.googleClientSecret,
        redirectUris: [`${publicUrl}/api/auth/google/callback`],
      }),
    );
    const videos = await note(
      startVideoMakers({
        port: ports.videos,
        dataDir: folder('videos'),
        secrets: {
          key: secrets.videoKey,
          webhookSecret: secrets.videoWebhookSecret,
          signingSecret: secrets.videoSigningSecret,
          replicateSigningSecret: secrets.replicateSigningSecret,
        },
        usual: VIDEOS,
      }),
    );
    const env = {
      DATABASE_URL: databaseUrl,
      S3_ENDPOINT: s3.url,
      S3_REGION: REGION,
      S3_BUCKET: BUCKET,
      S3_FORCE_PATH_STYLE: 'true',
      S3_ACCESS_KEY_ID: secrets.s3AccessKeyId,
      S3_SECRET_ACCESS_KEY: secrets.s3SecretAccessKey,
      STRIPE_SECRET_KEY: secrets.stripeSecretKey,
      STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
      STRIPE_HOST: stripe.host,
      STRIPE_PORT: String(stripe.port),
      STRIPE_PROTOCOL: 'http',
      SMTP_URL: mail.smtpUrl,
      MAIL_FROM: 'Backlot <hello@backlot.test>',
      GOOGLE_CLIENT_ID,
      GOOGLE_CLIENT_SECRET: secrets.googleClientSecret,
      GOOGLE_ISSUER: google.url,
      ...videos.env,
      SIGN_IN_SECRET: secrets.signInSecret,
      PUBLIC_URL: publicUrl,
    };
    return { postgres, s3, stripe, mail, google, videos, databaseUrl, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
