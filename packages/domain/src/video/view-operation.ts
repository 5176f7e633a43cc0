import { forecastStorage, type StorageForecast, type VideoProviderName } from '@backlot/core';
import type { Database } from '@backlot/db';
import { sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';

/** How a provider did in the last 30 days. */
export type ProviderHealth = {
  provider: VideoProviderName;
  configured: boolean;
  tells: 'signed' | 'hint' | 'nothing' | null;
  asked: number;
  completed: number;
  failed: number;
  open: number;
  /** The oldest that is still open. */
  oldestOpenAt: string | null;
  /** From asking to the end, of those that completed; null without any. */
  medianSeconds: number | null;
  /** Of those that ended at the provider: whose message came before we asked, later than we asked, or never. */
  messages: { first: number; late: number; never: number };
  /** Of the late ones: how long after we had learned it by asking. */
  medianLateSeconds: number | null;
};

export type VideoOperation = {
  providers: ProviderHealth[];
  /** Copies under way, given up, and how long the oldest waits. */
  archive: { waiting: number; failed: number; oldestWaitingAt: string | null };
  storage: StorageForecast;
};

const days = 30;

/** What an operator wants to know of AI videos: how providers do, how reliable their messages are, what storage will be needed. */
export async function viewVideoOperation(ctx: Ctx): Promise<VideoOperation> {
  const since = new Date(ctx.now().getTime() - days * 24 * 3_600_000);
  const [health, archive, storage] = await Promise.all([
    healthOf(ctx.db, since),
    archiveOf(ctx.db),
    storedOf(ctx.db, since),
  ]);
  const { videos } = ctx.ports;
  const known = new Map(health.map((row) => [row.provider, row]));
  const names = new Set([...videos.keys(), ...known.keys()]);
  return {
    providers: [...names].map((provider) => ({
      ...(known.get(provider) ?? none),
      provider,
      configured: videos.has(provider),
      tells: videos.get(provider)?.offers.tells ?? null,
    })),
    archive,
    storage: forecastStorage({ ...storage, overDays: days }),
  };
}

type HealthRow = Omit<ProviderHealth, 'configured' | 'tells'>;

const none = {
  ...{ asked: 0, completed: 0, failed: 0, open: 0, oldestOpenAt: null, medianSeconds: null },
  ...{ messages: { first: 0, late: 0, never: 0 }, medianLateSeconds: null },
};

async function healthOf(db: Database, since: Date): Promise<HealthRow[]> {
  const rows = await db.execute<
    { [K in keyof Omit<HealthRow, 'messages'>]: HealthRow[K] } & HealthRow['messages']
  >(sql`
    select provider, count(*)::int as asked,
      count(*) filter (where state = 'completed')::int as completed,
      count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state in ('accepted', 'processing'))::int as open,
      to_char(min(created_at) filter (where state in ('accepted', 'processing')) at time zone 'utc',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "oldestOpenAt",
      percentile_cont(0.5) within group (order by extract(epoch from ended_at - requested_at))
        filter (where state = 'completed')::float8 as "medianSeconds",
      count(*) filter (where ended and told_by = 'message')::int as first,
      count(*) filter (where ended and told_by = 'asking' and message_at is not null)::int as late,
      count(*) filter (where ended and told_by = 'asking' and message_at is null)::int as never,
      percentile_cont(0.5) within group (order by extract(epoch from message_at - ended_at))
        filter (where ended and told_by = 'asking' and message_at is not null)::float8 as "medianLateSeconds"
    from (
      select *, state in ('completed', 'failed') and requested_at is not null
        and failure is distinct from 'timed_out' as ended
      from generations where created_at >= ${since.toISOString()}::timestamptz
    ) as recent
    group by provider order by provider`);
  return rows.map(({ first, late, never, ...rest }) => ({ ...rest, messages: { first, late, never } }));
}

async function archiveOf(db: Database): Promise<VideoOperation['archive']> {
  const [row] = await db.execute<VideoOperation['archive']>(sql`
    select count(*) filter (where storage in ('pending', 'processing'))::int as waiting,
      count(*) filter (where storage = 'failed')::int as failed,
      to_char(min(updated_at) filter (where storage in ('pending', 'processing')) at time zone 'utc',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "oldestWaitingAt"
    from videos where binned_at is null`);
  return row ?? { waiting: 0, failed: 0, oldestWaitingAt: null };
}

async function storedOf(db: Database, since: Date) {
  const [row] = await db.execute<{
    bytesNow: string;
    makers: number;
    made: number;
    meanBytes: number | null;
  }>(sql`
    select (select coalesce(sum(size_bytes), 0) from assets where purpose = 'video' and state = 'stored')::text as "bytesNow",
      count(distinct asset.member_id)::int as makers, count(*)::int as made,
      avg(asset.size_bytes)::float8 as "meanBytes"
    from assets as asset
    where purpose = 'video' and stored_at >= ${since.toISOString()}::timestamptz`);
  return {
    bytesNow: Number(row?.bytesNow ?? 0),
    makers: row?.makers ?? 0,
    made: row?.made ?? 0,
    meanBytes: Math.round(row?.meanBytes ?? 0),
  };
}
