/** The least that a queue can be: `LANES` loops that claim a row with FOR UPDATE SKIP LOCKED and settle it, one at a time. */
import postgres from 'postgres';

const lanes = Number(process.env.LANES);
const sql = postgres(process.env.DATABASE_URL ?? '', { max: lanes + 1, onnotice: () => {} });
await sql`create table if not exists raw_jobs (
  id bigserial primary key, data jsonb not null, state smallint not null default 0)`;
await sql`create index if not exists raw_jobs_open on raw_jobs (id) where state = 0`;
let wake = Promise.withResolvers<void>();
await sql.listen('raw_jobs', () => {
  wake.resolve();
  wake = Promise.withResolvers<void>();
});

async function work(): Promise<never> {
  for (;;) {
    const woken = wake.promise;
    const [job] = await sql`
      update raw_jobs set state = 1 where id = (
        select id from raw_jobs where state = 0 order by id limit 1 for update skip locked)
      returning id`;
    if (job) await sql`update raw_jobs set state = 2 where id = ${job.id}`;
    else await woken;
  }
}
process.once('SIGTERM', () => process.exit(0));
await Promise.all(Array.from({ length: lanes }, work));
