import { Hono } from 'hono';
import { html } from 'hono/html';
import postgres from 'postgres';
import { moment } from './format.ts';
import { answerPage, type Piece, table } from './layout.ts';

const PATH = '/dev/jobs';

type Count = { name: string; state: string; jobs: number };
type Job = {
  name: string;
  state: string;
  retry_count: number;
  retry_limit: number;
  created_on: Date;
  start_after: Date;
  completed_on: Date | null;
  output: { message?: string } | null;
};

/** The queue as its tables stand: how many jobs in each state, and the last ones with why they failed. Read only. */
export function jobsRoutes(databaseUrl: string): Hono {
  const app = new Hono();
  app.get('/', async (c) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    try {
      const [exists] = await sql`select to_regclass('pgboss.job') is not null as there`;
      if (!exists?.there)
        return answerPage(c, PATH, 'Jobs', html`<p class="quiet">The queue was not made yet.</p>`);
      const counts = await sql<Count[]>`
        select name, state::text, count(*)::int as jobs from pgboss.job group by 1, 2 order by 1, 2`;
      const jobs = await sql<Job[]>`
        select name, state::text, retry_count, retry_limit, created_on, start_after, completed_on, output
        from pgboss.job order by created_on desc limit 60`;
      return answerPage(c, PATH, 'Jobs', html`${countsTable(counts)}${jobsTable(jobs)}`);
    } finally {
      await sql.end({ timeout: 1 });
    }
  });
  return app;
}

function countsTable(counts: Count[]): Piece {
  const rows = counts.map(({ name, state, jobs }) => [
    html`<code>${name}</code>`,
    stateOf(state),
    String(jobs),
  ]);
  return html`<h2>By queue</h2>${table(['Queue', 'State', 'Jobs'], rows, 'No jobs yet.')}`;
}

function jobsTable(jobs: Job[]): Piece {
  const rows = jobs.map((job) => [
    html`<code>${job.name}</code>`,
    stateOf(job.state),
    `${job.retry_count} of ${job.retry_limit}`,
    moment(job.created_on),
    job.completed_on ? moment(job.completed_on) : '',
    job.output?.message ?? '',
  ]);
  const head = ['Queue', 'State', 'Retries', 'Made', 'Ended', 'Why'];
  return html`<h2>Last jobs</h2>${table(head, rows, 'No jobs yet.')}`;
}

function stateOf(state: string): Piece {
  if (state === 'completed') return html`<span class="good">${state}</span>`;
  return state === 'failed' || state === 'retry' ? html`<span class="bad">${state}</span>` : state;
}
