import type { IncomingMessage, ServerResponse } from 'node:http';
import { listEverything } from './everything.ts';
import { parseFault } from './faults.ts';
import type { Handling } from './handle.ts';

const maxBodyBytes = 64 * 1024;

/** The path below which the stand-in is steered; no bucket can have this name. */
export const controlPath = '/_control';

/**
 * Steering over HTTP, JSON in and out, for tests and pages of another process:
 * `GET /_control/state`, `GET /_control/ledger?since=seq`, `GET /_control/everything`, `POST` and `DELETE /_control/faults`.
 */
export async function handleControl(
  handling: Handling,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { status, body } = await answer(handling, incoming);
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  outgoing.end(text);
}

async function answer(
  handling: Handling,
  incoming: IncomingMessage,
): Promise<{ status: number; body: unknown }> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const { store, faults, ledger } = handling;
  switch (`${incoming.method} ${url.pathname.slice(controlPath.length)}`) {
    case 'GET ':
    case 'GET /':
    case 'GET /state': {
      const body = {
        url: handling.url,
        buckets: store.buckets().map((bucket) => bucket.name),
        faults: faults.state(),
        writes: ledger.entries().length,
      };
      return { status: 200, body };
    }
    case 'GET /ledger': {
      const since = Number(url.searchParams.get('since') ?? 0) || 0;
      return { status: 200, body: ledger.entries().filter((entry) => entry.seq > since) };
    }
    case 'GET /everything': {
      const all = store.buckets().map((bucket) => [bucket.name, listEverything(store, bucket.name)]);
      return { status: 200, body: Object.fromEntries(all) };
    }
    case 'POST /faults': {
      const fault = parseFault(await readJson(incoming));
      if (!fault) return { status: 400, body: { error: 'This is not a fault that can be provoked.' } };
      faults.provoke(fault);
      return { status: 200, body: faults.state() };
    }
    case 'DELETE /faults':
      faults.provoke({ kind: 'clear' });
      return { status: 200, body: faults.state() };
    default:
      return { status: 404, body: { error: 'There is no such control.' } };
  }
}

/** JSON by its content type only, so that no form of another page can steer this; undefined when it is not. */
async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of incoming) {
    sizeBytes += (piece as Buffer).length;
    if (sizeBytes > maxBodyBytes) return undefined;
    pieces.push(piece as Buffer);
  }
  if (!incoming.headers['content-type']?.startsWith('application/json')) return undefined;
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}
