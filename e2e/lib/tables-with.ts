import type { Sql } from 'postgres';

/** The tables of the database, the queue's too, in which a word stands. */
export async function tablesWith(sql: Sql, word: string): Promise<string[]> {
  const names = await sql`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { schema, name } of names) {
    const [row] = await sql`
      select 1 from ${sql(schema)}.${sql(name)} as one where one::text ilike ${`%${word}%`} limit 1`;
    if (row) found.push(name);
  }
  return found;
}
