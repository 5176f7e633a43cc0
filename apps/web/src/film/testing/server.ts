import { createHash } from 'node:crypto';
import { type Surroundings, sleep } from '../upload/surroundings.ts';
import type { HeldPart, PartPromise, SignedPart, UploadTransport, UploadView } from '../upload/transport.ts';
import { PartError } from '../upload/trouble.ts';

const sha256 = (bytes: Uint8Array, as: 'hex' | 'base64') => createHash('sha256').update(bytes).digest(as);

/** What may go wrong at one call; `cut` and `late` happen after the server did its work. */
export type Fault = 'none' | 'network' | 'busy' | 'expired' | 'gone' | 'late';

/** A server and its storage in memory, as strict as the real ones about order, lengths and checksums. */
export function createMemoryServer(
  film: Uint8Array,
  partSizeBytes: number,
  nextFault: () => Fault = () => 'none',
) {
  const log: string[] = [];
  let generation = 1;
  let state: UploadView['state'] = 'open';
  let held = new Map<number, Uint8Array>();
  const promised = new Map<string, PartPromise>();
  const accepted: number[] = [];
  /** Times that a part arrived although storage had it already. */
  let repeats = 0;
  let flying = 0;
  let mostFlying = 0;

  const view = (): UploadView => ({
    uploadId: `u${generation}`,
    assetId: 'a1',
    state,
    partSizeBytes,
    partCount: Math.ceil(film.length / partSizeBytes),
    sizeBytes: film.length,
    sha256: sha256(film, 'hex'),
  });

  async function call<T>(name: string, work: () => T): Promise<T> {
    await new Promise((done) => setImmediate(done));
    log.push(name);
    const fault = nextFault();
    if (fault === 'network') throw new TypeError('fetch failed');
    if (fault === 'busy') throw Object.assign(new Error('busy'), { data: { httpStatus: 429 } });
    const result = work();
    if (fault === 'late') throw new TypeError('fetch failed');
    return result;
  }

  function mustBe(uploadId: string): void {
    if (uploadId !== view().uploadId) throw Object.assign(new Error('gone'), { data: { httpStatus: 409 } });
  }

  const transport: UploadTransport = {
    get: () =>
      call('get', () => {
        if (state === 'verifying') state = 'stored';
        return view();
      }),
    signParts: (uploadId, parts) =>
      call('sign', () => {
        mustBe(uploadId);
        return parts.map((part): SignedPart => {
          const url = `memory:${uploadId}/${part.number}/${promised.size}`;
          promised.set(url, part);
          return { number: part.number, url, headers: {} };
        });
      }),
    storedParts: (uploadId) =>
      call('list', () => {
        mustBe(uploadId);
        return [...held].map(([number, bytes]): HeldPart => {
          return {
            number,
            sizeBytes: bytes.length,
            sha256Base64: sha256(bytes, 'base64'),
            etag: `"${number}"`,
          };
        });
      }),
    complete: (uploadId) =>
      call('complete', () => {
        mustBe(uploadId);
        if (held.size !== view().partCount)
          throw Object.assign(new Error('missing'), { data: { httpStatus: 409 } });
        const whole = Buffer.concat([...held].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
        if (sha256(whole, 'hex') === view().sha256) state = 'verifying';
        else restart();
        return view();
      }),
  };

  function restart(): void {
    generation++;
    held = new Map();
    state = 'open';
  }

  const putPart: Surroundings['putPart'] = async (part, bytes, onProgress, signal) => {
    flying++;
    mostFlying = Math.max(mostFlying, flying);
    try {
      const body = new Uint8Array(await bytes.arrayBuffer());
      onProgress(body.length / 2);
      await new Promise((done) => setImmediate(done));
      signal.throwIfAborted();
      const fault = nextFault();
      if (fault === 'network') throw new PartError(0);
      if (fault === 'busy') throw new PartError(503);
      if (fault === 'expired') throw new PartError(403);
      if (fault === 'gone') restart();
      const promise = promised.get(part.url);
      if (!promise || !part.url.startsWith(`memory:u${generation}/`)) throw new PartError(404);
      if (promise.sizeBytes !== body.length || promise.sha256Base64 !== sha256(body, 'base64'))
        throw new PartError(400);
      if (held.has(part.number)) repeats++;
      held.set(part.number, body);
      accepted.push(part.number);
      if (fault === 'late') throw new PartError(0);
    } finally {
      flying--;
    }
  };

  return {
    transport,
    putPart,
    log,
    accepted,
    stats: () => ({ repeats, mostFlying, state, held: held.size, generation }),
    setState(next: UploadView['state']) {
      state = next;
    },
    restart,
  };
}

/** Surroundings in which waiting takes no time. */
export function instantSurroundings(putPart: Surroundings['putPart']): Surroundings {
  let now = 0;
  return {
    nowMs: () => now,
    random: () => 0.5,
    // Short waits are over at once; long ones only when something wakes them.
    sleep(ms, signal) {
      now += ms;
      return ms < 30_000 ? sleep(0, signal) : sleep(60_000, signal);
    },
    isOnline: () => true,
    hashPart: async (part) => sha256(new Uint8Array(await part.arrayBuffer()), 'base64'),
    putPart,
  };
}
