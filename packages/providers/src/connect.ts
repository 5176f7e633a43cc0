import type { Ports } from '@backlot/core';
import type { GoogleConfig, MailConfig, S3Config, StripeConfig } from './config.ts';
import type { DownloadsConfig } from './downloads/config.ts';
import { guardedDownloads } from './downloads/provider.ts';
import { filmReader } from './films/reader.ts';
import { googleSignIn } from './google/provider.ts';
import { imageMaker } from './images/maker.ts';
import { smtpMailer } from './mail/provider.ts';
import { s3Clients } from './s3/client.ts';
import { s3ObjectStore } from './s3/provider.ts';
import { stripeBilling } from './stripe/billing.ts';
import { stripeClient } from './stripe/client.ts';
import { stripePayments } from './stripe/provider.ts';
import type { VideosConfig } from './video/config.ts';
import { connectVideos } from './video/connect.ts';

/** The outside world by configuration, for api and worker alike. Nothing is called before a port is used. */
export function connectPorts(config: {
  stripe: StripeConfig;
  s3: S3Config;
  mail: MailConfig;
  google?: GoogleConfig;
  videos?: VideosConfig;
  downloads: DownloadsConfig;
}): Ports & { close(): void } {
  const stripe = stripeClient(config.stripe);
  const storage = s3Clients(config.s3);
  const mailer = smtpMailer(config.mail);
  return {
    payments: stripePayments(stripe),
    billing: stripeBilling(stripe),
    objects: s3ObjectStore(storage),
    films: filmReader,
    images: imageMaker,
    mailer,
    downloads: guardedDownloads(config.downloads),
    google: config.google ? googleSignIn(config.google) : null,
    videos: connectVideos(config.videos ?? { defaultProvider: null }),
    close: () => {
      storage.close();
      mailer.close();
    },
  };
}
