import type { Ports } from '@backlot/core';
import { tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MemberCtx } from '../context.ts';
import { generateVideo } from './generate.ts';
import { openOriginal } from './open-original.ts';
import { openStudio, wish } from './testing.ts';

let studio: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
  studio = await openStudio('original-test');
});
afterAll(() => studio.close());

const sizeBytes = 1_000;
const { signal } = new AbortController();

/** A video that could not be stored, and a source that notes what it is asked and what is let go. */
async function notStored(validator: string | null) {
  const ada = await studio.member();
  const { generationId: videoId } = await generateVideo(ada, wish(ada));
  const set = (values: Partial<typeof tables.videos.$inferInsert>) =>
    studio.ctx.db.update(tables.videos).set(values).where(eq(tables.videos.id, videoId));
  await set({
    ...{ storage: 'failed', title: 'A heron' },
    source: { url: 'https://maker.example/one.mp4', headers: { 'x-key': '1' }, expiresAt: null },
  });
  const asked: { offset: number; validator: string | null }[] = [];
  let letGo = 0;
  const downloads: Ports['downloads'] = {
    async open(input) {
      asked.push({ offset: input.offset, validator: input.validator });
      const offset = input.validator === null ? 0 : input.offset;
      async function* bytes() {
        yield Buffer.alloc(sizeBytes - offset);
      }
      const iterator = bytes();
      const leave = iterator.return.bind(iterator);
      iterator.return = (value) => {
        letGo += 1;
        return leave(value);
      };
      return { sizeBytes, offset, validator, bytes: iterator };
    },
  };
  const ctx: MemberCtx = { ...ada, ports: { ...ada.ports, downloads } };
  const open = (offset: number) => openOriginal(ctx, { videoId, offset, signal });
  return { open, set, asked, letGoOf: () => letGo };
}

it('begins where it is asked to, and lets go of what it only looked at', async () => {
  const { open, asked, letGoOf } = await notStored('"one"');
  expect(await open(0)).toMatchObject({ title: 'A heron', offset: 0, sizeBytes });
  expect(asked).toEqual([{ offset: 0, validator: null }]);
  expect(await open(400)).toMatchObject({ offset: 400, sizeBytes });
  expect(asked.slice(1)).toEqual([
    { offset: 0, validator: null },
    { offset: 400, validator: '"one"' },
  ]);
  expect(letGoOf()).toBe(1);
});

it('begins at the beginning where the source cannot begin elsewhere, or there is nothing behind', async () => {
  const { open, asked } = await notStored(null);
  expect(await open(400)).toMatchObject({ offset: 0 });
  expect(asked).toHaveLength(1);
  const short = await notStored('"one"');
  expect(await short.open(sizeBytes)).toMatchObject({ offset: 0 });
  expect(short.asked).toHaveLength(1);
});

it('opens nothing that lies in the bin, is stored, or has no address any more', async () => {
  const { open, set, asked } = await notStored('"one"');
  const now = studio.ctx.now();
  for (const [away, back] of [
    [{ binnedAt: now }, { binnedAt: null }],
    [{ storage: 'stored' }, { storage: 'failed' }],
    [{ source: null }, {}],
  ] as const) {
    await set(away);
    await expect(open(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    if (Object.keys(back).length > 0) await set(back);
  }
  expect(asked).toEqual([]);
});
