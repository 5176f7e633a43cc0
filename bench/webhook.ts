import { freePort } from '@backlot/standins';
import postgres from 'postgres';
import type { Benchmark, Options, Result } from './lib/benchmark.ts';
import { durablePostgres } from './lib/database.ts';
import { sendAll, sendByClock } from './lib/http-load.ts';
import { median, percentile, rounded } from './lib/numbers.ts';
import { alternate, type Contender, cpuMicrosOf, rateOf, ratio, summary } from './lib/pairs.ts';
import { hasPgbench, pgbench } from './lib/pgbench.ts';
import { ownEnvironment, type Server, startServer } from './lib/processes.ts';
import { signedRequests } from './lib/stripe-messages.ts';

const secret = 'whsec_bench';
const path = '/api/webhooks/stripe';
const clients = 32;

/** The row that a message becomes, in the same table with the same indexes, from nothing but pgbench. */
const oneRow = `insert into inbox (id, source, external_id, kind, payload, received_at)
  values (gen_random_uuid(), 'stripe', 'evt_' || gen_random_uuid(), 'checkout.session.completed',
    '{"objectId":"cs_test_0","objectKind":"checkout.session","paymentIntentId":"pi_0"}', now())
  on conflict do nothing`.replaceAll(/\s+/g, ' ');

/**
 * The two ratios are of processor time per message, everybody's together: server, database and clients. Ratios of wall time are
 * among the details.
 */
export default {
  about: 'signed messages of Stripe per second, each durable and its job queued before the 200',
  run,
} satisfies Benchmark;

async function run({ quick, say }: Options): Promise<Result> {
  const database = await durablePostgres();
  const databaseUrl = await database.createDatabase('backlot');
  const servers: Server[] = [];
  const start = async (script: string) => {
    const server = await startServer(script, { port: await freePort(), env: ownEnvironment(databaseUrl) });
    servers.push(server);
    return server;
  };
  try {
    // Ours first: it brings the tables.
    const ours = await start('apps/api/src/main.ts');
    const bare = await start('bench/lib/bare-webhook.ts');
    await controls(databaseUrl, ours, bare);
    const pgbenchIsThere = await hasPgbench();
    if (!pgbenchIsThere)
      say('pgbench is not installed (Debian: apt install postgresql-contrib); its figure stays empty.');
    const perRound = await roundOf(ours, quick ? 1.2 : 4);
    say(`${perRound} messages a round by ${clients} clients.`);

    const { rounds, ...quality } = await alternate(
      [
        ...[contender('ours', ours, perRound), contender('bareHono', bare, perRound)],
        ...(pgbenchIsThere ? [inserts(databaseUrl, 4 * perRound)] : []),
      ],
      { rounds: quick ? 3 : 7, seconds: quick ? 20 : 150, say },
    );
    const halfLoadPerSecond = Math.round(median(rounds.map((round) => rateOf(round.ours))) / 2);
    const waits = await halfLoad(ours, bare, { perSecond: halfLoadPerSecond, quick, say });
    return {
      figures: {
        vs_pgbench: {
          value: pgbenchIsThere ? ratio(rounds, 'pgbench', 'ours', cpuMicrosOf) : null,
          unit: 'ratio',
          goal: 0.5,
          better: 'higher',
        },
        vs_bare_hono: {
          value: ratio(rounds, 'bareHono', 'ours', cpuMicrosOf),
          unit: 'ratio',
          goal: 1,
          better: 'higher',
        },
        p99_ms_half_load: { value: waits.ours.p99Ms, unit: 'ms', goal: 25, better: 'lower' },
      },
      detail: {
        clients,
        perRound,
        ...quality,
        ...summary(rounds),
        wallTime: {
          vs_bare_hono: ratio(rounds, 'ours', 'bareHono', rateOf),
          ...(pgbenchIsThere && { vs_pgbench: ratio(rounds, 'ours', 'pgbench', rateOf) }),
        },
        halfLoad: { perSecond: halfLoadPerSecond, ...waits },
      },
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.stop();
  }
}

/** How many messages keep ours busy for so long, found after a warm-up of both code and tables. */
async function roundOf(server: Server, seconds: number): Promise<number> {
  await sendAll(server.port, signedRequests(1_000, { path, secret }), clients);
  const requests = signedRequests(500, { path, secret });
  const startedMs = performance.now();
  await sendAll(server.port, requests, clients);
  const perSecond = requests.length / ((performance.now() - startedMs) / 1_000);
  return Math.min(Math.max(Math.round(perSecond * seconds), 1_500), 20_000);
}

function contender(name: string, server: Server, count: number): Contender {
  return {
    name,
    prepare: () => signedRequests(count, { path, secret }),
    async measure(requests) {
      await sendAll(server.port, requests as Buffer[], clients);
      return count;
    },
  };
}

/** More of them, because what its clients spend on signing in is to weigh nothing. */
function inserts(databaseUrl: string, count: number): Contender {
  const perClient = Math.ceil(count / clients);
  return {
    name: 'pgbench',
    async measure() {
      await pgbench(databaseUrl, { statement: oneRow, clients, perClient });
      return perClient * clients;
    },
  };
}

/** Both servers refuse what was changed after signing and keep what was not: otherwise nothing here means anything. */
async function controls(databaseUrl: string, ...servers: Server[]): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  const count = async () => Number((await sql`select count(*) from inbox`)[0]?.count);
  try {
    for (const { port } of servers) {
      const requests = signedRequests(20, { path, secret });
      const before = await count();
      await sendAll(port, requests, 4);
      if ((await count()) !== before + requests.length)
        throw new Error('a message was answered and not kept');
      const changed = Buffer.from(
        requests[0]?.toString().replace('"amount_total":1900', '"amount_total":1901') ?? '',
      );
      const refused = await sendAll(port, [changed], 1).then(
        () => false,
        () => true,
      );
      if (!refused) throw new Error('a changed message was taken');
    }
  } finally {
    await sql.end();
  }
}

/** Latency by the clock at half of what ours can do, beside the bare server's under the same load. */
async function halfLoad(
  ours: Server,
  bare: Server,
  options: { perSecond: number; quick: boolean; say(line: string): void },
) {
  const { perSecond, quick, say } = options;
  const count = perSecond * (quick ? 2 : 4);
  const p50: Record<'ours' | 'bareHono', number[]> = { ours: [], bareHono: [] };
  const p99: Record<'ours' | 'bareHono', number[]> = { ours: [], bareHono: [] };
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    for (const [name, server] of [
      ['ours', ours],
      ['bareHono', bare],
    ] as const) {
      const requests = signedRequests(count, { path, secret });
      const millis = await sendByClock(server.port, requests, { perSecond, connections: 128 });
      p50[name].push(percentile(millis, 0.5));
      p99[name].push(percentile(millis, 0.99));
    }
    say(
      `at ${perSecond}/s: p99 ours ${rounded(p99.ours.at(-1) as number)} ms, bare Hono ${rounded(p99.bareHono.at(-1) as number)} ms`,
    );
  }
  const of = (name: 'ours' | 'bareHono') => ({
    p50Ms: rounded(median(p50[name])),
    p99Ms: rounded(median(p99[name])),
  });
  return { ours: of('ours'), bareHono: of('bareHono') };
}
