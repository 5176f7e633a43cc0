import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Finding } from './examine.ts';

const PORTS: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * Connects and reads the greeting (RFC 5321, 3.1: 220), then leaves. The sign-in is not tried.
 * @throws Finding when something else answers; the system's error when nobody does
 */
export async function greetMailServer(smtpUrl: string): Promise<undefined> {
  const url = new URL(smtpUrl);
  const port = Number(url.port) || PORTS[url.protocol] || 25;
  const socket =
    url.protocol === 'smtps:'
      ? connectTls({ host: url.hostname, port, servername: url.hostname })
      : connectTcp({ host: url.hostname, port });
  try {
    const greeting = await firstLine(socket);
    if (!greeting.startsWith('220')) throw new Finding('what answers there is no mail server.');
    socket.write('QUIT\r\n');
  } finally {
    socket.destroySoon();
  }
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    socket.setTimeout(10_000, () => reject(new Finding('no greeting within 10 seconds.')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Finding('the connection was closed without a greeting.')));
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (heard.includes('\n')) resolve(heard);
    });
  });
}
