import type postgres from 'postgres';

/** Lets the database note every change of a confirmation, so that a second one cannot hide behind the first. */
export async function noteConfirmations(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create table confirmations (order_id uuid, confirmed_at timestamptz);
    create function note_confirmation() returns trigger language plpgsql as $$ begin
      insert into confirmations values (new.id, new.confirmed_at); return new; end $$;
    create trigger note_confirmation after update on orders for each row
      when (old.confirmed_at is distinct from new.confirmed_at) execute function note_confirmation();`);
}
