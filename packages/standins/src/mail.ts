import type { Server as HttpServer } from 'node:http';
import { Hono } from 'hono';
import { listen } from './listen.ts';
import { controlRoutes } from './mail/control.ts';
import { MailFaults } from './mail/faults.ts';
import { inboxRoutes } from './mail/inbox-page.ts';
import { startSmtp } from './mail/smtp.ts';
import { MessageStore, type StoredMail } from './mail/store.ts';

export type MailOptions = {
  /** Of the SMTP server; a free one when absent. */
  port?: number;
  /** Of the inbox; a free one when absent. */
  httpPort?: number;
  /** Where mails are kept over restarts; only in memory when absent. */
  dataDir?: string;
};

export type MailStandIn = {
  /** smtp:// address for the product's configuration. */
  smtpUrl: string;
  /** http:// address of the inbox: pages at `/`, JSON at `/messages` and `/messages/:id`, steering at `/_control`. */
  url: string;
  port: number;
  httpPort: number;
  /** Every mail taken, newest first. */
  messages(): StoredMail[];
  store: MessageStore;
  faults: MailFaults;
  stop(): Promise<void>;
};

/**
 * A mail server on loopback that delivers nothing and shows everything. Recipients `bounce@…` are refused for good (550),
 * `later@…` for now (451); `/_control/faults` makes the next deliveries fail whoever they are for.
 */
export async function startMail(options: MailOptions = {}): Promise<MailStandIn> {
  const store = await MessageStore.open(options.dataDir);
  const faults = new MailFaults();
  const smtp = await startSmtp(options.port ?? 0, store, faults);
  const app = new Hono();
  app.route('/_control', controlRoutes(store, faults));
  app.route('/', inboxRoutes(store));
  let http: { server: HttpServer; port: number; stop(): Promise<void> };
  try {
    http = await listen(app.fetch, options.httpPort);
  } catch (error) {
    await smtp.stop();
    throw error;
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    url: `http://127.0.0.1:${http.port}`,
    port: smtp.port,
    httpPort: http.port,
    messages: () => store.list(),
    store,
    faults,
    stop: async () => {
      await Promise.all([smtp.stop(), http.stop()]);
    },
  };
}
