import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MailStandIn, startMail } from './mail.ts';

let folder: string;
let mail: MailStandIn;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-mail-'));
  mail = await startMail({ dataDir: folder });
});
afterEach(async () => {
  await mail.stop();
  await rm(folder, { recursive: true, force: true });
});

const MESSAGE = [
  ...[
    'From: Backlot <studio@backlot.test>',
    'To: ada@example.org',
    'Subject: =?utf-8?Q?Votre_lien_=C3=A9ph=C3=A9m=C3=A8re?=',
  ],
  ...[
    'Message-ID: <one@backlot.test>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
  ],
  ...['--b', 'Content-Type: text/plain; charset=utf-8', '', 'Open http://localhost:4400/s?t=1&u=2 <now>'],
  ...[
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<a href="http://localhost:4400/s">Open</a><script>x()</script>',
  ],
  '--b--',
].join('\r\n');

/** Says the lines one after the other and answers the code of each reply. */
async function dialogue(lines: string[]): Promise<string[]> {
  const socket = createConnection(mail.port, '127.0.0.1');
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const reply = async () => {
    for (;;) {
      const { value } = await replies.next();
      if (value === undefined) return '';
      if (!/^\d{3}-/.test(value)) return value;
    }
  };
  const answers = [await reply()];
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    answers.push(await reply());
  }
  socket.destroy();
  return answers.map((answer) => answer.slice(0, 3));
}

const send = (to: string) =>
  dialogue(['EHLO me', 'MAIL FROM:<studio@backlot.test>', `RCPT TO:<${to}>`, 'DATA', `${MESSAGE}\r\n.`]);

const json = async (path: string) => (await fetch(mail.url + path)).json();

test('a mail is taken, read and kept over a restart', async () => {
  expect(await send('Ada@example.org')).toEqual(['220', '250', '250', '250', '354', '250']);
  const wanted = { to: ['ada@example.org'], subject: 'Votre lien éphémère', messageId: '<one@backlot.test>' };
  expect(await json('/messages?to=ada@example.org')).toMatchObject([wanted]);
  expect(await json('/messages?to=other@example.org')).toEqual([]);

  await mail.stop();
  mail = await startMail({ dataDir: folder });
  expect(await json('/messages/1')).toMatchObject({ ...wanted, text: expect.stringContaining('t=1&u=2') });
  await send('ada@example.org');
  expect(mail.messages().map(({ id }) => id)).toEqual([2, 1]);
});

describe('failures', () => {
  test('by the name of the recipient', async () => {
    expect(await send('bounce@example.org')).toEqual(['220', '250', '250', '550', '503', '500']);
    expect((await send('later+any@example.org'))[3]).toBe('451');
    expect(mail.messages()).toEqual([]);
  });

  test('the next deliveries, on request', async () => {
    const ask = (body: string, type = 'application/json') =>
      fetch(`${mail.url}/_control/faults`, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await ask('{"kind":"later","times":2}')).status).toBe(200);
    expect((await send('ada@example.org'))[3]).toBe('451');
    expect((await send('ada@example.org'))[3]).toBe('451');
    expect((await send('ada@example.org'))[3]).toBe('250');
    expect((await ask('{"kind":"explode"}')).status).toBe(400);
    expect((await ask('{"kind":"later"}', 'text/plain')).status).toBe(400);
    expect(await json('/_control/state')).toEqual({ messages: 1, faults: [] });
  });
});

test('the pages escape what a mail says and let nothing of it run', async () => {
  await send('ada@example.org');
  const view = await (await fetch(`${mail.url}/view/1`)).text();
  expect(view).toContain('<a href="http://localhost:4400/s?t=1&amp;u=2">');
  expect(view).toContain('&lt;now&gt;');
  expect(view).not.toContain('<script>');
  const frame = /<iframe[^>]*sandbox="([^"]*)"/.exec(view)?.[1];
  expect(frame).toBeDefined();
  expect(frame).not.toMatch(/allow-scripts|allow-same-origin/);

  const body = await fetch(`${mail.url}/view/1/body`);
  const policy = body.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^sandbox /);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/allow-scripts|script-src/);
});
