import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { tables } from '@backlot/db';
import { inTransaction, type MemberCtx } from '@backlot/domain';
import { freePort } from '@backlot/standins';
import { and, eq, isNull } from 'drizzle-orm';
import { pendingVideo } from '../e2e/lib/pending-video.ts';
import { makeFilm, sha256Of } from '../packages/standins/src/video/film/film.ts';
import type { Benchmark, Options, Result } from './lib/benchmark.ts';
import { type Installation, openInstallation } from './lib/installation.ts';
import { watchMemory } from './lib/memory.ts';
import { rounded } from './lib/numbers.ts';
import { alternate, type Contender, cpuMicrosOf, rateOf, ratio, summary } from './lib/pairs.ts';
import { startServer } from './lib/processes.ts';

const mib = 1024 ** 2;

/** First a small and a large film are copied while memory is watched; then ours and the other ways take turns. */
export default {
  about: "the archive verb against curl, sha256sum and tee, lib-storage and rclone, and the worker's memory",
  run,
} satisfies Benchmark;

type Scene = { installation: Installation; owner: MemberCtx; sourceUrl: string };

async function run({ quick, say }: Options): Promise<Result> {
  const port = await freePort();
  const own = `127.0.0.1:${port}`;
  const source = await startServer('bench/lib/film-server.ts', { port, env: {} });
  const installation = await openInstallation({
    ...{ VIDEO_HTTP_HOSTS: own, VIDEO_PRIVATE_HOSTS: own, VIDEO_SIZE_MAX_GIB: '16' },
  });
  try {
    const owner = await installation.member('owner@backlot.example');
    // A plan that costs nothing has no room for this.
    const now = new Date();
    await owner.db.insert(tables.subscriptions).values({
      ...{ memberId: owner.actor.memberId, customerId: 'cus_bench', subscriptionId: 'sub_bench' },
      ...{ status: 'active', plan: 'ENTERPRISE', createdAt: now, updatedAt: now },
    });
    const scene = { installation, owner, sourceUrl: `http://${own}` };
    const memory = await memoryGrowth(scene, { largeMib: quick ? 2_048 : 8_192, say });

    const sizeBytes = (quick ? 128 : 2_048) * mib;
    say(`Films of ${sizeBytes / mib} MiB.`);
    const film = makeFilm({ name: `bench ${sizeBytes}`, aspect: '16:9', durationSeconds: 5, sizeBytes });
    const job = { ...scene, sizeBytes, sha256: sha256Of(film) };
    const hasRclone = await succeeds('rclone', ['version']);
    if (!hasRclone) say('rclone is not installed: nothing to compare with. Debian has it as rclone.');
    const contenders = [
      byVerb(job),
      await byCurl(job),
      byLibStorage(job),
      ...(hasRclone ? [byRclone(job)] : []),
    ];
    const { rounds, ...quality } = await alternate(contenders, {
      rounds: quick ? 3 : 7,
      seconds: quick ? 5 : 600,
      say,
    });
    const higher = (value: number | null, goal: number) => ({
      ...{ value, unit: 'ratio' as const, goal, better: 'higher' as const },
    });
    return {
      figures: {
        vs_curl_pipe_hashed: higher(ratio(rounds, 'verb', 'curl', rateOf), 0.9),
        vs_lib_storage: higher(ratio(rounds, 'verb', 'lib-storage', rateOf), 2),
        vs_rclone: higher(hasRclone ? ratio(rounds, 'verb', 'rclone', rateOf) : null, 1.5),
        memory_growth: { value: memory.growth, unit: 'ratio', goal: 1.05, better: 'lower' },
      },
      detail: {
        sizeMib: sizeBytes / mib,
        ...quality,
        perSecond: summary(rounds),
        cpuOfCurl: ratio(rounds, 'curl', 'verb', cpuMicrosOf),
        cpuOfLibStorage: ratio(rounds, 'lib-storage', 'verb', cpuMicrosOf),
        memoryMib: memory.peaks,
      },
    };
  } finally {
    await installation.close();
    await source.stop();
  }
}

/** Peak memory of the worker while it copies a large film, over that of a small one. */
async function memoryGrowth(scene: Scene, { largeMib, say }: { largeMib: number; say(line: string): void }) {
  const peaks: Record<string, number> = {};
  // The first copies are to warm up what every copy needs.
  for (const [name, sizeMib] of [
    ['first', 256],
    ['warm', 256],
    ['small', 256],
    ['large', largeMib],
  ] as const) {
    const stop = watchMemory({ worker: () => [scene.installation.pids.worker] });
    const startedMs = performance.now();
    await archived(scene, sizeMib * mib);
    peaks[name] = stop().worker?.peakMib ?? Number.NaN;
    const seconds = rounded((performance.now() - startedMs) / 1_000);
    say(`${name}: ${sizeMib} MiB in ${seconds} s, the worker held ${peaks[name]} MiB at most`);
    await clear(scene);
  }
  const { small = Number.NaN, large = Number.NaN } = peaks;
  return { growth: rounded(large / small), peaks };
}

/** Copied by the product's own worker, from the job to the row. @returns what the row says of it */
async function archived({ owner, sourceUrl }: Scene, sizeBytes: number): Promise<{ sha256: string }> {
  const videoId = await pendingVideo(owner, owner.actor.memberId, { url: `${sourceUrl}/${sizeBytes}` });
  await inTransaction(owner, (ctx) => ctx.queue.enqueue(ctx.tx, 'video.archive', { videoId }));
  for (;;) {
    const [row] = await owner.db
      .select({
        storage: tables.videos.storage,
        why: tables.videos.lastFailure,
        sha256: tables.assets.sha256,
      })
      .from(tables.videos)
      .leftJoin(tables.assets, eq(tables.assets.id, tables.videos.assetId))
      .where(eq(tables.videos.id, videoId));
    if (row?.storage === 'stored') return { sha256: row.sha256 ?? '' };
    if (row?.why) throw new Error(`the film was not stored: ${row.why}`);
    // Often enough for the figures, and seldom enough to cost none.
    await sleep(25);
  }
}

async function clear({ installation, owner }: Scene): Promise<void> {
  // The posters of what was copied are made now, so that they take nothing of whoever is next.
  for (;;) {
    const waiting = await owner.db
      .select({ id: tables.videos.id })
      .from(tables.videos)
      .where(and(eq(tables.videos.storage, 'stored'), isNull(tables.videos.posterAssetId)));
    if (waiting.length === 0) break;
    await sleep(25);
  }
  const { objects } = installation.ctx.ports;
  for await (const { key } of objects.list('')) await objects.delete(key);
}

type Job = Scene & { sizeBytes: number; sha256: string };

const inMib = ({ sizeBytes }: Job) => sizeBytes / mib;
const mustBe = (wanted: string, found: string, who: string) => {
  if (found !== wanted) throw new Error(`${who} has another SHA-256`);
};

function byVerb(job: Job): Contender {
  return {
    name: 'verb',
    async measure() {
      const { sha256 } = await archived(job, job.sizeBytes);
      mustBe(job.sha256, sha256, 'the verb');
      return inMib(job);
    },
    finish: () => clear(job),
  };
}

/** `curl source | tee >(sha256sum) | curl -T - sink`: all of it by C, in processes side by side. */
async function byCurl(job: Job): Promise<Contender> {
  const { env } = job.installation;
  const client = new S3Client({
    ...{ endpoint: env.S3_ENDPOINT, region: env.S3_REGION, forcePathStyle: true },
    credentials: { accessKeyId: env.S3_ACCESS_KEY_ID ?? '', secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? '' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const sink = await getSignedUrl(
    client,
    new PutObjectCommand({ Bucket: env.S3_BUCKET, Key: 'bench/curl.mp4' }),
    {
      expiresIn: 24 * 3_600,
    },
  );
  client.destroy();
  // Storage wants to know the length of what comes; curl would send a pipe in chunks.
  const pipe = `set -o pipefail
    { curl -sSf "$SOURCE" | tee >(sha256sum >&3) | curl -sSf -T - -H 'Transfer-Encoding:' -H "Content-Length: $SIZE" -H 'Expect:' "$SINK" >/dev/null; } 3>&1 | cat`;
  return {
    name: 'curl',
    async measure() {
      const SOURCE = `${job.sourceUrl}/${job.sizeBytes}`;
      const said = await output('bash', ['-c', pipe], { SOURCE, SINK: sink, SIZE: String(job.sizeBytes) });
      mustBe(job.sha256, said.slice(0, 64), 'the pipe');
      return inMib(job);
    },
    async finish() {
      const facts = await job.installation.ctx.ports.objects.head('bench/curl.mp4');
      if (facts?.sizeBytes !== job.sizeBytes) throw new Error('the pipe has stored something else');
      await clear(job);
    },
  };
}

function byLibStorage(job: Job): Contender {
  const script = new URL('./lib/archive-by-lib-storage.ts', import.meta.url).pathname;
  return {
    name: 'lib-storage',
    async measure() {
      const args = [script, `${job.sourceUrl}/${job.sizeBytes}`, 'bench/lib-storage.mp4'];
      const said = await output(process.execPath, args, job.installation.env);
      mustBe(job.sha256, said.trim(), 'lib-storage');
      return inMib(job);
    },
    finish: () => clear(job),
  };
}

/** It does not say the SHA-256 of what it copies; that it need not compute it is to its advantage. */
function byRclone(job: Job): Contender {
  const { env } = job.installation;
  const remote = {
    RCLONE_CONFIG: '/dev/null',
    // It cannot use one here, and fails where the caller's shell names one.
    AWS_CA_BUNDLE: '',
    RCLONE_CONFIG_SINK_TYPE: 's3',
    RCLONE_CONFIG_SINK_PROVIDER: 'Other',
    RCLONE_CONFIG_SINK_ENDPOINT: env.S3_ENDPOINT ?? '',
    RCLONE_CONFIG_SINK_REGION: env.S3_REGION ?? '',
    RCLONE_CONFIG_SINK_ACCESS_KEY_ID: env.S3_ACCESS_KEY_ID ?? '',
    RCLONE_CONFIG_SINK_SECRET_ACCESS_KEY: env.S3_SECRET_ACCESS_KEY ?? '',
    RCLONE_CONFIG_SINK_NO_CHECK_BUCKET: 'true',
  };
  return {
    name: 'rclone',
    async measure() {
      const to = `sink:${env.S3_BUCKET}/bench/rclone.mp4`;
      await output('rclone', ['copyurl', `${job.sourceUrl}/${job.sizeBytes}`, to], remote);
      return inMib(job);
    },
    async finish() {
      const facts = await job.installation.ctx.ports.objects.head('bench/rclone.mp4');
      if (facts?.sizeBytes !== job.sizeBytes) throw new Error('rclone has stored something else');
      await clear(job);
    },
  };
}

const succeeds = (command: string, args: string[]): Promise<boolean> =>
  output(command, args, {}).then(
    () => true,
    () => false,
  );

/** What a program says; fails with what it complains of. */
function output(command: string, args: string[], env: Record<string, string>): Promise<string> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${command} ended with ${code}: ${complaints.trim()}`)),
    );
  });
}
