import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FilmPromise, type PresignedPart, partCount, partRange, partSizeBytes } from '@backlot/core';
import { tables } from '@backlot/db';
import {
  claim,
  confirm,
  decide,
  listLiveUploads,
  listReviews,
  type MemberCtx,
  saveDraft,
  startDraft,
  viewCampaign,
  viewUpload,
} from '@backlot/domain';
import { chromium, type Page } from 'playwright-core';
import { quietFlags } from '../e2e/lib/chromium.ts';
import { signInTokenFor } from '../e2e/lib/person.ts';
import { findOrInstallBrowser } from '../scripts/lib/browser.ts';
import type { Benchmark, Options, Result } from './lib/benchmark.ts';
import { type Installation, openInstallation } from './lib/installation.ts';
import { browserProcesses, watchMemory } from './lib/memory.ts';
import { rounded } from './lib/numbers.ts';
import { alternate, cpuMicrosOf, rateOf, ratio, summary } from './lib/pairs.ts';
import type { BenchPage } from './lib/upload-page/page.ts';

const mib = 1024 ** 2;
const ownersEmail = 'owner@backlot.example';

/** First one film goes the whole way to its public place while memory is watched; then engine and fetch take turns. */
export default {
  about: "the browser's upload engine against plain fetch, and the memory that a film takes on its way",
  run,
} satisfies Benchmark;

async function run({ quick, large, say }: Options): Promise<Result> {
  const sizeBytes = (large ? 2_048 : quick ? 64 : 512) * mib;
  const folder = await mkdtemp(join(tmpdir(), 'backlot-upload-'));
  const installation = await openInstallation();
  const executablePath = await findOrInstallBrowser(process.cwd(), say);
  const profile = join(folder, 'profile');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: quietFlags(),
    headless: true,
  });
  try {
    const page = await openPage(installation, context);
    const film = await makeFilm(page, join(folder, 'film.mp4'), sizeBytes);
    say(`A film of ${sizeBytes / mib} MiB (${sizeBytes} bytes).`);
    const owner = await installation.member(ownersEmail);
    // All rounds together keep more than a plan that costs nothing holds.
    const now = new Date();
    await owner.db.insert(tables.subscriptions).values({
      ...{ memberId: owner.actor.memberId, customerId: 'cus_bench', subscriptionId: 'sub_bench' },
      ...{ status: 'active', plan: 'ENTERPRISE', createdAt: now, updatedAt: now },
    });
    const watch = () =>
      watchMemory({
        browser: () => browserProcesses(profile),
        page: () => browserProcesses(profile, 'renderer'),
        api: () => [installation.pids.api],
        worker: () => [installation.pids.worker],
        s3: () => [installation.pids.s3],
      });
    const road = await wholeRoad(installation, page, owner, film, { watch, say });

    const uploads = { installation, page, owner, film, promise: road.promise };
    const { rounds, ...quality } = await alternate([byEngine(uploads), await byFetch(uploads)], {
      rounds: quick || large ? 3 : 7,
      seconds: quick ? 8 : 60,
      say,
    });
    return {
      figures: {
        throughput_ratio: {
          value: ratio(rounds, 'engine', 'fetch', rateOf),
          unit: 'ratio',
          goal: 0.9,
          better: 'higher',
        },
        memory_growth_mib: {
          value: road.memory.upload.browser?.growthMib ?? null,
          unit: 'MiB',
          goal: 64,
          better: 'lower',
        },
      },
      detail: {
        sizeBytes,
        partSizeBytes: partSizeBytes(sizeBytes),
        ...quality,
        mibPerSecond: Object.fromEntries(
          Object.entries(summary(rounds)).map(([name, one]) => [name, one.perSecond]),
        ),
        cpuOfFetch: ratio(rounds, 'fetch', 'engine', cpuMicrosOf),
        seconds: road.seconds,
        memoryMib: road.memory,
        storedWhole: road.storedWhole,
      },
    };
  } finally {
    // One that has crashed is closed already, and is told of by the error on its way.
    await context.close().catch(() => {});
    await installation.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openPage(
  installation: Installation,
  context: Awaited<ReturnType<typeof chromium.launchPersistentContext>>,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(installation.publicUrl);
  await page.waitForFunction(() => 'bench' in globalThis);
  await ask(page, 'askLink', ownersEmail);
  const house = installation as unknown as Parameters<typeof signInTokenFor>[0];
  await ask(page, 'useLink', await signInTokenFor(house, ownersEmail));
  return page;
}

/** Calls a function of the benchmark's page. */
function ask<N extends keyof BenchPage>(
  page: Page,
  name: N,
  ...given: Parameters<BenchPage[N]>
): Promise<Awaited<ReturnType<BenchPage[N]>>> {
  return page.evaluate(
    ([which, values]) => {
      const { bench } = globalThis as unknown as { bench: Record<string, (...values: unknown[]) => unknown> };
      return bench[which as string]?.(...(values as unknown[]));
    },
    [name, given] as const,
  ) as Promise<Awaited<ReturnType<BenchPage[N]>>>;
}

/**
 * A real film with free space behind it, which players pass over (ISO/IEC 14496-12, 8.1.2). The space is never written, so it
 * takes no room on this disk.
 */
async function makeFilm(page: Page, path: string, sizeBytes: number): Promise<string> {
  const bytes = Buffer.from(await ask(page, 'makeFilm'), 'base64');
  const box = Buffer.alloc(8);
  box.writeUInt32BE(sizeBytes - bytes.length, 0);
  box.write('free', 4, 'latin1');
  await writeFile(path, Buffer.concat([bytes, box]));
  await truncate(path, sizeBytes);
  await page.setInputFiles('input', path);
  return path;
}

type Watch = () => ReturnType<typeof watchMemory>;

/** Picked, hashed, paid, sent, verified, approved and promoted; what is in the public place is read back and compared. */
async function wholeRoad(
  installation: Installation,
  page: Page,
  owner: MemberCtx,
  film: string,
  { watch, say }: { watch: Watch; say(line: string): void },
) {
  const seconds: Record<string, number> = {};
  const memory: Record<'keep' | 'upload' | 'verify' | 'promote', ReturnType<ReturnType<Watch>>> = {
    keep: {},
    upload: {},
    verify: {},
    promote: {},
  };
  const timed = async <T>(stage: keyof typeof memory, work: () => Promise<T>): Promise<T> => {
    const stop = watch();
    const startedMs = performance.now();
    const result = await work();
    seconds[stage] = rounded((performance.now() - startedMs) / 1_000);
    memory[stage] = stop();
    const held = Object.entries(memory[stage]).map(
      ([name, one]) => `${name} ${one.peakMib} (+${one.growthMib})`,
    );
    say(`${stage}: ${seconds[stage]} s; peak memory in MiB: ${held.join(', ')}`);
    return result;
  };
  const kept = await timed('keep', () => ask(page, 'keep'));
  const promise = { ...kept.promise, poster: null };
  const { campaignId, assetId } = await openedUpload(installation, owner, promise);
  await timed('upload', () => ask(page, 'sendByEngine', assetId));
  await timed('verify', () => until(async () => (await viewUpload(owner, { assetId })).verified));
  const moderator = await installation.member('moderator@backlot.example', 'moderator');
  await timed('promote', async () => {
    for (const { reviewId } of await listReviews(moderator)) {
      await claim(moderator, { reviewId });
      await decide(moderator, { reviewId, verdict: 'approved', reason: null });
    }
    await until(async () => (await viewCampaign(owner, { campaignId })).stage === 'published');
  });
  return { promise, seconds, memory, storedWhole: await isStored(installation, film, promise) };
}

/** Whether exactly one object is in the public place, with the size and the SHA-256 of the file that was picked. */
async function isStored({ ctx }: Installation, film: string, promise: FilmPromise): Promise<boolean> {
  const { objects } = ctx.ports;
  // The object that was promoted leaves its first place after the page is public.
  await until(async () => (await Array.fromAsync(objects.list('pending/'))).length === 0);
  const stored = await Array.fromAsync(objects.list(''));
  const [one] = stored;
  if (stored.length !== 1 || !one?.key.startsWith('success/') || one.sizeBytes !== promise.sizeBytes)
    return false;
  const [there, here] = [createHash('sha256'), createHash('sha256')];
  for await (const chunk of await objects.read(one.key)) there.update(chunk);
  for await (const chunk of (await open(film)).createReadStream()) here.update(chunk as Buffer);
  const hash = there.digest('hex');
  return hash === promise.sha256 && hash === here.digest('hex');
}

/** A campaign whose order is confirmed and whose upload is open. */
async function openedUpload({ stripe }: Installation, owner: MemberCtx, film: FilmPromise) {
  const { campaignId } = await startDraft(owner, { kind: 'individual' });
  const terms = { personName: 'Bench', title: 'Bench', completionsWanted: 1, completionPriceMinor: 0 };
  await saveDraft(owner, { campaignId, changes: { ...terms, film } });
  const { url } = await confirm(owner, { campaignId });
  const session = stripe.control.sessions().find((one) => one.url === url);
  if (!session) throw new Error('the payment page is not one of the stand-in');
  stripe.control.pay(session.id);
  const opened = async () =>
    (await listLiveUploads(owner)).find((one) => one.campaignId === campaignId && one.state === 'open');
  await until(async () => (await opened()) !== undefined);
  const { assetId = '' } = (await opened()) ?? {};
  return { campaignId, assetId };
}

type Uploads = {
  installation: Installation;
  page: Page;
  owner: MemberCtx;
  film: string;
  promise: FilmPromise;
};

function byEngine({ installation, page, owner, promise }: Uploads) {
  let assetId = '';
  return {
    name: 'engine',
    async prepare() {
      ({ assetId } = await openedUpload(installation, owner, promise));
    },
    async measure() {
      await ask(page, 'sendByEngine', assetId);
      return promise.sizeBytes / mib;
    },
    /** The worker's reading of the film is not to meet the next measurement, nor to fill the disk. */
    async finish() {
      await until(async () => (await viewUpload(owner, { assetId })).verified);
      const { objects } = installation.ctx.ports;
      for await (const { key } of objects.list('pending/')) await objects.delete(key);
    },
  };
}

/** The addresses are made and the parts hashed before the clock runs. */
async function byFetch({ installation, page, film, promise }: Uploads) {
  const { objects } = installation.ctx.ports;
  const partBytes = partSizeBytes(promise.sizeBytes);
  const hashes = await partHashes(film, promise.sizeBytes, partBytes);
  const key = 'bench/film.mp4';
  let multipartId = '';
  return {
    name: 'fetch',
    async prepare(): Promise<PresignedPart[]> {
      multipartId = await objects.openMultipart({ key, contentType: 'video/mp4' });
      return Promise.all(
        hashes.map((one) => objects.presignPart({ key, multipartId, ...one, expiresInSeconds: 3_600 })),
      );
    },
    async measure(parts: unknown) {
      await ask(page, 'sendByFetch', parts as PresignedPart[], partBytes);
      return promise.sizeBytes / mib;
    },
    finish: () => objects.abortMultipart({ key, multipartId }),
  };
}

async function partHashes(film: string, sizeBytes: number, partBytes: number) {
  const file = await open(film);
  try {
    const parts: { number: number; sizeBytes: number; sha256Base64: string }[] = [];
    for (let number = 1; number <= partCount(sizeBytes, partBytes); number += 1) {
      const { startByte, endByte } = partRange(number, sizeBytes, partBytes);
      const bytes = Buffer.alloc(endByte - startByte);
      await file.read(bytes, 0, bytes.length, startByte);
      parts.push({
        number,
        sizeBytes: bytes.length,
        sha256Base64: createHash('sha256').update(bytes).digest('base64'),
      });
    }
    return parts;
  } finally {
    await file.close();
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}
