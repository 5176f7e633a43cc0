import type postgres from 'postgres';

const keptTables = ['members', 'campaigns', 'assets', 'orders', 'payments'] as const;

/** Copies people, campaigns and unpaid orders to another empty database. */
export async function copyOrders(from: postgres.Sql, to: postgres.Sql): Promise<void> {
  for (const table of keptTables) {
    const [all] = await from.unsafe(`select coalesce(json_agg(t), '[]')::text as rows from ${table} t`);
    await to.unsafe(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::text::json)`,
      [all?.rows],
    );
  }
}

/**
 * All that payments lead to, without what may differ between two right runs: moments, and how far a granted upload was
 * opened.
 */
export async function stateOf(sql: postgres.Sql) {
  return {
    orders: await sql`
      select id, status, attempt, refunded_minor, confirmed_at is not null as confirmed from orders order by id`,
    payments: await sql`
      select order_id, attempt, session_id, payment_intent_id, state from payments order by session_id`,
    campaigns: await sql`select id, status from campaigns order by id`,
    assets: await sql`select id, state from assets order by id`,
    uploads: await sql`
      select asset_id, state in ('granted', 'open') as live from uploads order by asset_id, live`,
    refunds: await sql`select order_id, reason, amount_minor from refunds order by order_id`,
    inbox: await sql`
      select external_id, kind, payload, handled_at is not null as handled from inbox order by external_id`,
  };
}
