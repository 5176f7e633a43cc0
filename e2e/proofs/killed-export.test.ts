import { createHash, randomBytes } from 'node:crypto';
import { askExport } from '@backlot/domain';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../lib/until.ts';
import { type Grounds, openGrounds } from './lib/grounds.ts';

let grounds: Grounds;
beforeAll(async () => {
  grounds = await openGrounds();
});
afterAll(() => grounds?.close());

it('makes one export of a worker that is killed in the middle of it', { timeout: 120_000 }, async () => {
  const { ctx, sql, s3 } = grounds;
  const owner = await grounds.member('owner@example.com');
  const { memberId } = owner.actor;
  // More than two parts of what is written, so that the kill leaves parts behind.
  const film = randomBytes(40_000_000);
  const [assetId, key] = [ctx.newId(), `success/${memberId}/film.mp4`];
  const bytes = (async function* () {
    yield film;
  })();
  await ctx.ports.objects.write({ key, contentType: 'video/mp4', bytes });
  await sql`insert into assets (id, member_id, purpose, state, key, size_bytes, sha256, content_type, extension,
      original_name, created_at, updated_at)
    values (${assetId}, ${memberId}, 'film', 'published', ${key}, ${film.length}, 'none', 'video/mp4', 'mp4', '', now(), now())`;

  const worker = await grounds.startWorker();
  s3.provoke({ kind: 'slow', bytesPerSecond: 12_000_000, operation: 'GetObject' });
  const { exportId } = await askExport(owner);
  const place = `exports/${memberId}/${exportId}.zip`;
  await until(
    'parts of the export',
    () => ctx.ports.objects.findMultiparts(place),
    (open) => open.length === 1,
  );
  await worker.kill();
  s3.provoke({ kind: 'clear' });
  expect(await ctx.ports.objects.head(place)).toBeNull();
  expect(await ctx.ports.objects.findMultiparts(place)).toHaveLength(1);

  await grounds.startWorker();
  await until(
    'the export',
    () => sql`select 1 from member_exports where id = ${exportId} and state = 'ready'`,
    (rows) => rows.length === 1,
    60_000,
  );
  expect(await ctx.ports.objects.findMultiparts(place)).toEqual([]);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await ctx.ports.objects.read(place)) chunks.push(chunk);
  const files = unzipSync(Buffer.concat(chunks));
  const sha256 = (one: Uint8Array) => createHash('sha256').update(one).digest('hex');
  expect(sha256(files[`films/${assetId}.mp4`] ?? new Uint8Array())).toBe(sha256(film));
  await until(
    'the mail',
    () => grounds.mail.messages(),
    (mails) => mails.length === 1,
  );
  expect(await sql`select 1 from mails where template = 'export_ready'`).toHaveLength(1);
});
