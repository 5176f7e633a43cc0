import { randomUUID } from 'node:crypto';
import { tables } from '@backlot/db';
import { type Ctx, openQuotas, openSettlements } from '@backlot/domain';
import postgres, { type Sql } from 'postgres';
import type { Benchmark, Options, Result } from './lib/benchmark.ts';
import { durablePostgres } from './lib/database.ts';
import { alternate, type Contender, cpuMicrosOf, rateOf, ratio, summary } from './lib/pairs.ts';
import { openUsage } from './lib/usage-database.ts';

const clients = 64;
const manyMembers = 1_000;
const meter = 'text.micro_usd';

/**
 * Reserving and settling, by 64 clients who wait for each answer, on the quota of one member and on those of many. The reference does
 * for each operation what the least of quotas needs, and no more: one conditional update of a counter, with as many clients on
 * connections of their own. The ratios are of processor time per operation, everybody's together.
 */
export default {
  about: 'reserve and settle of a quota by 64 clients, beside the bare conditional update',
  run,
} satisfies Benchmark;

async function run({ quick, say }: Options): Promise<Result> {
  const database = await durablePostgres();
  const url = await database.createDatabase('backlot');
  const { ctx, close } = await openUsage(url, { connections: 8 });
  const sql = postgres(url, { max: clients, onnotice: () => {} });
  try {
    const members = await makeMembers(ctx, sql);
    await bareTable(sql, members);
    const perRound = quick ? 4_000 : 20_000;
    say(`${perRound} operations a round by ${clients} clients.`);
    const one = members.slice(0, 1);
    // As in an installation that has run for a while: tables have their statistics, code is compiled.
    for (const one of [ours('', ctx, members, 3_000), bare('', sql, members, 3_000)])
      await one.measure(undefined);
    await sql.unsafe('vacuum analyze');
    const { rounds, ...quality } = await alternate(
      [
        ours('oursOne', ctx, one, perRound),
        bare('bareOne', sql, one, perRound),
        ours('oursMany', ctx, members, perRound),
        bare('bareMany', sql, members, perRound),
      ],
      { rounds: quick ? 3 : 7, seconds: quick ? 20 : 150, say },
    );
    const of = (a: string, b: string) => ratio(rounds, b, a, cpuMicrosOf);
    const wall = (a: string, b: string) => ratio(rounds, a, b, rateOf);
    const [onOne, onMany] = [of('oursOne', 'bareOne'), of('oursMany', 'bareMany')];
    const storm = await overLimit(ctx, sql, quick ? 20 : 200);
    return {
      figures: {
        vs_bare_update: { value: Math.min(onOne, onMany), unit: 'ratio', goal: 0.7, better: 'higher' },
        over_limit: { value: storm.over, unit: 'count', goal: 0, better: 'lower' },
      },
      detail: {
        clients,
        perRound,
        ...quality,
        ...summary(rounds),
        ratios: { onOneMember: onOne, onManyMembers: onMany },
        wallTime: { onOneMember: wall('oursOne', 'bareOne'), onManyMembers: wall('oursMany', 'bareMany') },
        storm,
      },
    };
  } finally {
    await close();
    await sql.end();
    await database.stop();
  }
}

/** All on the largest plan, so that no round ends at a limit. */
async function makeMembers(ctx: Ctx, sql: Sql): Promise<string[]> {
  const ids = Array.from({ length: manyMembers }, () => ctx.newId());
  const now = new Date();
  await ctx.db.insert(tables.members).values(
    ids.map((id) => ({
      id,
      email: `${id}@example.com`,
      displayName: 'Bench',
      language: 'en' as const,
      createdAt: now,
    })),
  );
  await ctx.db.insert(tables.subscriptions).values(
    ids.map((memberId) => ({
      ...{ memberId, customerId: `cus_${memberId}`, subscriptionId: `sub_${memberId}`, status: 'active' },
      ...{ plan: 'ENTERPRISE' as const, createdAt: now, updatedAt: now },
    })),
  );
  await sql.unsafe('vacuum analyze');
  return ids;
}

async function bareTable(sql: Sql, members: readonly string[]): Promise<void> {
  await sql`create table bare_quotas (member_id uuid primary key, used bigint not null) with (fillfactor = 50)`;
  await sql`insert into bare_quotas select id::uuid, 0 from unnest(${members as string[]}::text[]) as id`;
}

/** As many at once as there are clients; each goes on when it has its answer. */
async function byClients(count: number, operation: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const client = async () => {
    for (let n = next++; n < count; n = next++) await operation(n);
  };
  await Promise.all(Array.from({ length: clients }, client));
}

function ours(name: string, ctx: Ctx, members: readonly string[], count: number): Contender {
  const reserve = openQuotas(ctx);
  const settle = openSettlements(ctx);
  return {
    name,
    async measure() {
      await byClients(count, async (n) => {
        const memberId = members[n % members.length] as string;
        const reservation = await reserve({ memberId, meter, quantity: 2 });
        await settle({ ...reservation, quantity: 1 });
      });
      return count;
    },
  };
}

function bare(name: string, sql: Sql, members: readonly string[], count: number): Contender {
  return {
    name,
    async measure() {
      await byClients(count, async (n) => {
        const memberId = members[n % members.length] as string;
        const rows = await sql`
          update bare_quotas set used = used + 1 where member_id = ${memberId} and used + 1 <= 100000000 returning used`;
        if (rows.length !== 1) throw new Error('the bare update found no room');
      });
      return count;
    },
  };
}

/** Storms of 500 on quotas of 100 by two who do not know of each other: how many passed beyond a limit, in all. */
async function overLimit(ctx: Ctx, sql: Sql, storms: number) {
  const ways = [openQuotas(ctx), openQuotas(ctx)] as const;
  let passed = 0;
  let over = 0;
  for (let storm = 0; storm < storms; storm += 1) {
    const memberId = randomUUID();
    // FREE holds 200,000 micro-dollars a month: a hundred of these.
    const asks = Array.from({ length: 500 }, (_, n) =>
      (ways[n % 2] as (typeof ways)[0])({ memberId, meter, quantity: 2_000 }).then(
        () => 1,
        () => 0,
      ),
    );
    const through = (await Promise.all<number>(asks)).reduce((sum, one) => sum + one, 0);
    passed += through;
    over += Math.abs(through - 100);
  }
  const beyond =
    await sql`select 1 from quota_counters where member_id not in (select member_id from subscriptions)
    and used + reserved > 200000`;
  return { storms, passed, over: over + beyond.length };
}
