import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { freePort } from '@backlot/standins';
import { afterEach, expect, test } from 'vitest';
import { type OpenFront, openFront } from './address.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function open(
  options: Partial<Parameters<typeof openFront>[0]>,
): Promise<OpenFront & { said: string[] }> {
  const said: string[] = [];
  const front = await openFront({ apiPort: 1, say: (line) => said.push(line), env: {}, ...options });
  cleanups.push(front.stop);
  return { ...front, said };
}

async function serve(name: string): Promise<number> {
  const server = createServer((_request, response) => response.end(name)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a given port is used, and one that is taken or none at all is explained', async () => {
  const port = await freePort();
  expect((await open({ env: { PORT: String(port) } })).publicUrl).toBe(`http://localhost:${port}`);
  await expect(open({ env: { PORT: String(port) } })).rejects.toThrow(
    `Port ${port} is in use by another program.`,
  );
  await expect(open({ env: { PORT: 'http' } })).rejects.toThrow('PORT is "http", which is not a port');
});

test('without one, a free port is taken and said when the usual one is in use', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const other = createTcp();
    // In use already, or no IPv6 here: both are fine, as long as one of the two is held.
    await new Promise((resolve) =>
      other.once('listening', resolve).once('error', resolve).listen(4400, host),
    );
    cleanups.push(() => other.close());
  }
  const front = await open({});
  expect(front.port).not.toBe(4400);
  expect(front.said).toEqual(['Port 4400 is in use by another program, so a free one is taken.']);
});

test('/dev leads to the development page, the rest to the api, or to Vite while it serves the pages', async () => {
  const [api, vite, dev] = await Promise.all([serve('api'), serve('vite'), serve('dev')]);
  const ask = async (front: OpenFront, path: string) =>
    (await fetch(`http://127.0.0.1:${front.port}${path}`)).text();

  const plain = await open({ apiPort: api, env: { PORT: '0' } });
  plain.setDevPage(dev);
  expect(
    await Promise.all(['/', '/dev', '/dev/inbox/', '/devices', '/api/x'].map((path) => ask(plain, path))),
  ).toEqual(['api', 'dev', 'dev', 'api', 'api']);
  const withVite = await open({ apiPort: api, vitePort: vite, env: { PORT: '0' } });
  expect(await Promise.all(['/', '/api/x', '/readyz', '/apis'].map((path) => ask(withVite, path)))).toEqual([
    'vite',
    'api',
    'api',
    'vite',
  ]);
});
