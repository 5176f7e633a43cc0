import { Hono } from 'hono';
import type { GoogleStandIn } from '../google.ts';
import { inboxRoutes, PAGE_POLICY } from '../mail/inbox-page.ts';
import type { MailStandIn } from '../mail.ts';
import type { Postgres } from '../postgres.ts';
import type { S3StandIn } from '../s3/index.ts';
import type { StripeStandIn } from '../stripe/index.ts';
import type { VideoStandIn } from '../video/index.ts';
import { clockRoutes } from './clock.ts';
import { googleRoutes } from './google.ts';
import { jobsRoutes } from './jobs.ts';
import { navigation, STYLE } from './layout.ts';
import { mailForms, mailRoutes } from './mail.ts';
import { overviewRoutes } from './overview.ts';
import { paymentsRoutes } from './payments.ts';
import { sameOriginOnly } from './same-origin.ts';
import { storageRoutes } from './storage.ts';
import { videosRoutes } from './videos.ts';

/** One of the product's processes, as far as this page may touch it. */
export type DevProcess = {
  name: string;
  /** In a few words: `running (process 123)`. */
  state(): string;
  /** The hard way; whoever runs it starts it again. */
  kill(): void;
};

export type DevPageOptions = {
  network: {
    postgres: Postgres;
    s3: S3StandIn;
    stripe: StripeStandIn;
    mail: MailStandIn;
    google: GoogleStandIn;
    videos: VideoStandIn;
    databaseUrl: string;
  };
  /** The one address; requests under another name than this or loopback are refused. */
  publicUrl: string;
  processes?: DevProcess[];
};

/** The development pages, all below `/dev`: what every stand-in holds, and a form for each failure it can play. */
export function devPage({ network, publicUrl, processes = [] }: DevPageOptions): Hono {
  const { s3, stripe, mail, google, videos, databaseUrl } = network;
  const app = new Hono();
  app.use(sameOriginOnly(publicUrl));
  app.use(async (c, next) => {
    await next();
    const { headers } = c.res;
    // A mail's own part comes with a stricter policy.
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('cache-control', 'no-store');
  });
  app.get('/dev/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/dev/', (c) => c.redirect('/dev'));
  app.get('/dev/inbox', (c) => c.redirect('/dev/inbox/'));
  app.route('/dev', overviewRoutes({ network, processes: [...processes, database(network.postgres)] }));
  app.route('/dev/mail', mailRoutes(mail));
  const inbox = inboxRoutes(mail.store, { nav: navigation('/dev/inbox/'), foot: () => mailForms(mail) });
  app.mount('/dev/inbox', inbox.fetch);
  app.route('/dev/google', googleRoutes(google));
  app.route('/dev/payments', paymentsRoutes(stripe));
  app.route('/dev/storage', storageRoutes(s3));
  app.route('/dev/videos', videosRoutes(videos));
  app.route('/dev/jobs', jobsRoutes(databaseUrl));
  app.route('/dev/clock', clockRoutes(stripe));
  return app;
}

/** Killed as by a power cut: all connections break, and it is back in a moment. */
function database(postgres: Postgres): DevProcess {
  return {
    name: 'database',
    state: () => `Running as process ${postgres.pid}.`,
    kill: () => {
      process.kill(postgres.pid, 'SIGKILL');
    },
  };
}
