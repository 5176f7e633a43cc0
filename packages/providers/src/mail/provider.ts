import { BacklotError, type Mailer } from '@backlot/core';
import type { MailConfig } from '../config.ts';

/** Replies to RCPT TO that speak of the session and not of the mailbox (RFC 5321 4.2.3, RFC 4954 6). */
const sessionReplies = new Set([500, 501, 502, 503, 504, 530, 534, 535, 538]);

/** Mail by any SMTP server. Neither subject nor address nor text reaches a log or an error. */
export function smtpMailer(config: MailConfig): Mailer & { close(): void } {
  let opened: ReturnType<typeof openTransport> | undefined;
  return {
    send: async ({ messageId, to, subject, text, html }) => {
      // No mailbox is called so, and a line break would write a header of its own.
      if (!/^[^\s<>]+@[^\s<>@]+$/.test(to)) return 'refused';
      try {
        opened ??= openTransport(config);
        await (await opened).sendMail({
          from: config.from,
          // As an object it is one address whatever it holds: a comma starts no second one.
          to: { name: '', address: to },
          messageId: headerOf(messageId, config.from),
          subject,
          text,
          html,
        });
        return 'sent';
      } catch (error) {
        if (isRefusedRecipient(error)) return 'refused';
        throw new BacklotError('PROVIDER_UNAVAILABLE', { provider: 'mail', ...factsOf(error) });
      }
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}

/** The library comes with the first mail: the api sends none. */
async function openTransport(config: MailConfig) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** `<id@domain>` (RFC 5322 3.6.4); the sender's domain completes an id that has none. */
function headerOf(messageId: string, from: string): string {
  const bare = messageId.replace(/[<>\s]/g, '');
  const domain = from
    .slice(from.lastIndexOf('@') + 1)
    .replace('>', '')
    .trim();
  return `<${bare.includes('@') ? bare : `${bare}@${domain}`}>`;
}

/** The server does not take mail for this mailbox and never will: 5xx to RCPT TO. */
function isRefusedRecipient(error: unknown): boolean {
  const { command, responseCode } = factsOf(error);
  if (command !== 'RCPT TO' || responseCode === null) return false;
  return responseCode >= 500 && responseCode <= 599 && !sessionReplies.has(responseCode);
}

/** What may be told of a failure: codes, never the server's words, which quote the address. */
function factsOf(error: unknown): {
  vendorCode: string | null;
  command: string | null;
  responseCode: number | null;
} {
  const facts = (error ?? {}) as { code?: unknown; command?: unknown; responseCode?: unknown };
  return {
    vendorCode: typeof facts.code === 'string' ? facts.code : null,
    command: typeof facts.command === 'string' ? facts.command : null,
    responseCode: typeof facts.responseCode === 'number' ? facts.responseCode : null,
  };
}
