import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailFaults } from './faults.ts';
import type { MessageStore } from './store.ts';

const MAX_SIZE_BYTES = 25 * 1024 * 1024;

/** The SMTP side: no sign-in and no TLS, since it only listens on loopback. */
export async function startSmtp(
  port: number,
  store: MessageStore,
  faults: MailFaults,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_SIZE_BYTES,
    closeTimeout: 1_000,
    onRcptTo({ address }, _session, done) {
      const refusal = faults.refusalFor(address);
      if (!refusal) return done();
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('error', done);
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          return done(Object.assign(new Error('5.3.4 Message too big'), { responseCode: 552 }));
        }
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address.toLowerCase());
        store.add(mailFrom ? mailFrom.address : '', to, Buffer.concat(pieces)).then(
          (mail) => done(null, `Kept as ${mail.id}`),
          (error: Error) => done(error),
        );
      });
    },
  });
  // A client that breaks off is the client's affair.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
