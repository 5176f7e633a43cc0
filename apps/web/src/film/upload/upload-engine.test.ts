import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryServer, type Fault, instantSurroundings } from '../testing/server.ts';
import { createUpload, type Upload } from './upload-engine.ts';
import type { UploadPhase } from './upload-machine.ts';

const film = Uint8Array.from({ length: 1003 }, (_, i) => (i * 31) % 251);
const PART = 100;
const sha256 = createHash('sha256').update(film).digest('hex');

function setUp(nextFault?: () => Fault, bytes: Uint8Array<ArrayBuffer> | null = film, hash = sha256) {
  const server = createMemoryServer(film, PART, nextFault);
  const around = instantSurroundings(server.putPart);
  const open = async () => bytes && new Blob([bytes]);
  const upload = createUpload({ assetId: 'a1', sha256: hash, open }, server.transport, around);
  const ending = new AbortController();
  return { server, upload, ending, around, run: () => upload.run(ending.signal) };
}

function until(upload: Upload, ...phases: UploadPhase[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (phases.includes(upload.status.getSnapshot().phase)) resolve();
  };
  const stop = upload.status.subscribe(look);
  look();
  return promise.finally(stop);
}

describe('the upload of a film', () => {
  it('sends every part once, three at a time, and ends when the server has stored it', async () => {
    const { server, upload, run } = setUp();
    await run();
    expect(upload.status.getSnapshot().phase).toBe('stored');
    expect(server.accepted.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(server.stats()).toMatchObject({ repeats: 0, mostFlying: 3, state: 'stored' });
    expect(server.log.filter((name) => name === 'sign').length).toBeLessThanOrEqual(3);
  });

  it('goes on from the parts that storage has', async () => {
    const first = setUp();
    const server = first.server;
    first.upload.status.subscribe(() => {
      if (server.stats().held >= 4) first.ending.abort();
    });
    await first.run();
    const before = server.accepted.length;
    expect(before).toBeLessThan(11);
    const second = createUpload(
      { assetId: 'a1', sha256, open: async () => new Blob([film]) },
      server.transport,
      first.around,
    );
    await second.run(new AbortController().signal);
    expect(second.status.getSnapshot().phase).toBe('stored');
    expect(server.stats().repeats).toBe(0);
    expect(new Set(server.accepted).size).toBe(server.accepted.length);
  });

  it('pauses at once, and resumes without sending anything twice', async () => {
    const { server, upload, run } = setUp();
    const running = run();
    const stop = upload.status.subscribe(() => {
      if (upload.status.getSnapshot().done.size < 2) return;
      stop();
      upload.pause();
    });
    await until(upload, 'paused');
    expect(upload.status.getSnapshot()).toMatchObject({ phase: 'paused', flying: new Map() });
    await new Promise((done) => setTimeout(done, 30));
    const then = server.accepted.length;
    expect(then).toBeLessThan(11);
    // A notice that arrives meanwhile wakes nothing, and lets the page breathe.
    upload.nudge();
    await new Promise((done) => setTimeout(done, 30));
    expect(server.accepted.length).toBe(then);
    upload.resume();
    await running;
    expect(server.stats()).toMatchObject({ repeats: 0, state: 'stored' });
  });

  it('waits for the right to upload, and looks at once when it is told', async () => {
    const { server, upload, run } = setUp();
    server.setState('granted');
    const running = run();
    await until(upload, 'waiting');
    expect(server.accepted).toEqual([]);
    server.setState('open');
    upload.nudge();
    await running;
    expect(server.stats().state).toBe('stored');
  });

  it('refuses to send another film than the server expects', async () => {
    const { server, upload, run } = setUp(undefined, film, 'ff');
    void run();
    await until(upload, 'failed');
    expect(upload.status.getSnapshot().reason).toBe('different_film');
    expect(server.accepted).toEqual([]);
  });

  it('says when the browser has lost its copy', async () => {
    for (const lost of [null, film.slice(0, 500)]) {
      const { upload, run } = setUp(undefined, lost);
      void run();
      await until(upload, 'failed');
      expect(upload.status.getSnapshot().reason).toBe('local_copy_gone');
    }
  });

  it('gives up on a film that is found wrong again and again', async () => {
    const changed = film.with(500, 7);
    const { server, upload, run } = setUp(undefined, changed);
    void run();
    await until(upload, 'failed');
    expect(upload.status.getSnapshot().reason).toBe('mismatch');
    expect(server.stats().generation).toBe(3);
  });

  it('gives up on a part that storage calls wrong, until a person tries again', async () => {
    let wrong = true;
    const { server, upload, around, ending } = setUp();
    const lying = { ...around, hashPart: async (part: Blob) => (wrong ? 'AAAA' : around.hashPart(part, {})) };
    const other = createUpload(
      { assetId: 'a1', sha256, open: async () => new Blob([film]) },
      server.transport,
      lying,
    );
    const running = other.run(ending.signal);
    await until(other, 'failed');
    expect(other.status.getSnapshot().reason).toBe('part_refused');
    expect(upload.status.getSnapshot().phase).toBe('idle');
    wrong = false;
    other.resume();
    await running;
    expect(server.stats().state).toBe('stored');
  });

  it('stops when nobody waits for it, or for another person', async () => {
    const gone = setUp();
    gone.server.setState('aborted');
    void gone.run();
    await until(gone.upload, 'refused');
    expect(gone.upload.status.getSnapshot().reason).toBe('ended');

    const { server, around } = setUp();
    const foreign = {
      ...server.transport,
      get: () => Promise.reject(Object.assign(new Error('no'), { data: { httpStatus: 404 } })),
    };
    const upload = createUpload({ assetId: 'a2', sha256, open: async () => null }, foreign, around);
    void upload.run(new AbortController().signal);
    await until(upload, 'failed');
    expect(upload.status.getSnapshot().reason).toBe('not_found');
  });

  it('arrives through any faults of line, server and storage, and never repeats a part that is known to be there', async () => {
    const fault = fc.constantFrom<Fault>('none', 'none', 'network', 'busy', 'expired', 'gone');
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 40 }), async (faults) => {
        const line = [...faults];
        const { server, upload, run } = setUp(() => line.shift() ?? 'none');
        await run();
        expect(upload.status.getSnapshot().phase).toBe('stored');
        expect(server.stats().repeats).toBe(0);
        expect(server.stats().mostFlying).toBeLessThanOrEqual(3);
      }),
      { numRuns: 150 },
    );
  });

  it('arrives when answers get lost on their way back', async () => {
    const fault = fc.constantFrom<Fault>('none', 'late', 'network');
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 30 }), async (faults) => {
        const line = [...faults];
        const { server, run } = setUp(() => line.shift() ?? 'none');
        await run();
        expect(server.stats().state).toBe('stored');
      }),
      { numRuns: 100 },
    );
  });
});
