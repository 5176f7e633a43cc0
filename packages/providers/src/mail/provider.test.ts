import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { closedPort } from '../testing/http.ts';
import { smtpMailer } from './provider.ts';

const from = 'Backlot <hello@backlot.example>';
const mail = {
  messageId: 'notice-1',
  to: 'zoe@example.com',
  subject: 'Votre film est là, Zoë',
  text: 'Bonjour',
  html: '<p>Bonjour</p>',
};

const reply = (responseCode: number) =>
  Object.assign(new Error(`no ${mail.to} here, ${mail.subject}`), { responseCode });

/** A mail server on loopback that keeps what it takes. */
async function mailServer(options: SMTPServerOptions = {}) {
  const taken: { to: string[]; message: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        taken.push({ to, message: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  const mailer = smtpMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from });
  return {
    mailer,
    taken,
    [Symbol.asyncDispose]: async () => {
      mailer.close();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

const refusing = (code: number): SMTPServerOptions => ({
  onRcptTo: (_address, _session, done) => done(reply(code)),
});

describe('a mail', () => {
  it('goes to one person, with its message id, in both forms', async () => {
    await using server = await mailServer();
    expect(await server.mailer.send(mail)).toBe('sent');
    const [{ to, message }] = server.taken as [{ to: string[]; message: string }];
    expect(to).toEqual(['zoe@example.com']);
    expect(message).toMatch(/^Message-ID: <notice-1@backlot\.example>\r$/m);
    expect(message).toMatch(/^From: Backlot <hello@backlot\.example>\r$/m);
    expect(message).toContain('Content-Type: text/plain; charset=utf-8');
    expect(message).toContain('Content-Type: text/html; charset=utf-8');
  });

  it('keeps a message id that is whole', async () => {
    await using server = await mailServer();
    await server.mailer.send({ ...mail, messageId: '<a@b.example>' });
    expect(server.taken[0]?.message).toMatch(/^Message-ID: <a@b\.example>\r$/m);
  });

  it('is one address whatever that holds', async () => {
    await using server = await mailServer();
    for (const to of [
      'a@example.com, b@example.com',
      'a@example.com\r\nBcc: b@example.com',
      '',
      'nobody',
      '<a@b.c>',
    ]) {
      expect([to, await server.mailer.send({ ...mail, to })]).toEqual([to, 'refused']);
    }
    expect(await server.mailer.send({ ...mail, to: 'a,b@example.com' })).toBe('sent');
    expect(server.taken.map(({ to }) => to)).toEqual([['"a,b"@example.com']]);
  });

  it('cannot smuggle a header in its subject', async () => {
    await using server = await mailServer();
    await server.mailer.send({ ...mail, subject: 'Hi\r\nBcc: b@example.com' });
    expect(server.taken[0]?.message).not.toMatch(/^Bcc/im);
    expect(server.taken[0]?.to).toEqual(['zoe@example.com']);
  });

  it.each([550, 551, 552, 553, 554, 556])('to a mailbox that answers %i is refused', async (code) => {
    await using server = await mailServer(refusing(code));
    expect(await server.mailer.send(mail)).toBe('refused');
  });

  it.each([421, 450, 451, 452, 530, 503])('that meets %i may pass later', async (code) => {
    await using server = await mailServer(refusing(code));
    expect((await errorOf(server.mailer.send(mail))).code).toBe('PROVIDER_UNAVAILABLE');
  });

  it('whose sender or content is not taken may pass later', async () => {
    const options: SMTPServerOptions[] = [
      { onMailFrom: (_address, _session, done) => done(reply(550)) },
      {
        onData: (stream, _session, done) => {
          stream.resume();
          stream.on('end', () => done(reply(554)));
        },
      },
    ];
    for (const one of options) {
      await using server = await mailServer(one);
      expect((await errorOf(server.mailer.send(mail))).code).toBe('PROVIDER_UNAVAILABLE');
    }
  });

  it('that nobody takes tells codes, no address and no text', async () => {
    await using server = await mailServer(refusing(451));
    const mailer = smtpMailer({ smtpUrl: `smtp://name:hidden@127.0.0.1:${await closedPort()}`, from });
    const errors = [await errorOf(server.mailer.send(mail)), await errorOf(mailer.send(mail))];
    mailer.close();
    expect(errors[0]?.data).toEqual({
      provider: 'mail',
      vendorCode: 'EENVELOPE',
      command: 'RCPT TO',
      responseCode: 451,
    });
    for (const error of errors) {
      expect(error.code).toBe('PROVIDER_UNAVAILABLE');
      expect(error.cause).toBeUndefined();
      expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/zoe|Zo|film|hidden/i);
    }
  });
});
