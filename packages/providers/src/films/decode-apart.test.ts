import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeApart } from './decode-apart.ts';
import type { DecoderOrder } from './decoder/order.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'decoder-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const order: DecoderOrder = {
  config: { codec: 'vp8', codedWidth: 2, codedHeight: 1, colorSpace: null, description: null },
  packets: [new Uint8Array(100_000)],
  ...{ widthPx: 2, heightPx: 1, rotationDeg: 0 },
};

let programs = 0;
/** Runs something else where the decoder would run. */
function running(source: string, timeLimitMs?: number) {
  const program = join(folder, `${++programs}.mjs`);
  writeFileSync(program, source);
  return decodeApart(order, { program, timeLimitMs });
}
const ready = "process.stdout.write('R');";

describe('a decoder', () => {
  it('answers with pixels', async () => {
    const picture = await running(`${ready} process.stdout.write(Buffer.from([1, 2, 3, 4, 5, 6]));`);
    expect(picture).toEqual({ widthPx: 2, heightPx: 1, pixels: Buffer.from([1, 2, 3, 4, 5, 6]) });
  });

  it.each([
    ['crashes', 'process.abort();'],
    ['is killed', "process.kill(process.pid, 'SIGKILL');"],
    ['throws', "throw new Error('broken');"],
    ['crashes when all is said', 'process.stdout.write(Buffer.alloc(6)); process.abort();'],
    ['says nothing', ''],
    ['says too little', 'process.stdout.write(Buffer.alloc(5));'],
    ['says too much', 'process.stdout.write(Buffer.alloc(7));'],
    ['never stops talking', 'const some = Buffer.alloc(65536); for (;;) process.stdout.write(some);'],
    ['wants more memory than there is', 'process.stdout.write(Buffer.alloc(2 ** 32 - 1).subarray(0, 6));'],
    ['says that there is no picture', 'process.exit(3);'],
  ])('that %s gives no picture, and harms nobody', async (_, source) => {
    expect(await running(ready + source)).toBeNull();
  });

  it.each([
    ['in its program', 'for (;;);'],
    ['in waiting', 'setInterval(() => {}, 1000);'],
  ])('that hangs %s is ended in time', async (_, source) => {
    const started = performance.now();
    expect(await running(ready + source, 1_500)).toBeNull();
    const tookMs = performance.now() - started;
    expect(tookMs).toBeGreaterThan(1_400);
    expect(tookMs).toBeLessThan(10_000);
  });

  it('that is not there for this platform gives no picture', async () => {
    expect(await running('process.exit(4);')).toBeNull();
  });

  it.each(['process.exit(1);', 'process.abort();', "import 'nothing-of-the-sort';"])(
    'that does not come to life may another time: %s',
    async (source) => {
      await expect(running(source)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    },
  );

  it('finds no environment, reads nothing of ours, writes nothing and starts nothing', async () => {
    process.env.A_SECRET_OF_OURS = 'secret';
    const picture = await running(`
      import { readFileSync, writeFileSync } from 'node:fs';
      import { spawnSync } from 'node:child_process';
      import { Worker } from 'node:worker_threads';
      const may = (act) => { try { act(); return 1; } catch { return 0; } };
      ${ready}
      process.stdout.write(Buffer.from([
        'A_SECRET_OF_OURS' in process.env || 'PATH' in process.env ? 1 : 0,
        may(() => readFileSync('/etc/hostname')),
        may(() => readFileSync('${process.cwd()}/package.json')),
        may(() => writeFileSync('${folder}/written', 'something')),
        may(() => { if (spawnSync('/bin/true').error) throw new Error(); }),
        may(() => new Worker('', { eval: true })),
      ]));`);
    delete process.env.A_SECRET_OF_OURS;
    expect([...(picture?.pixels ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
