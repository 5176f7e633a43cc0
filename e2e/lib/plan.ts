import type { PaidPlanName } from '@backlot/core';
import type { Sql } from 'postgres';

/** Puts a member on a plan, as a subscription that is paid would. */
export async function givePlan(sql: Sql, email: string, plan: PaidPlanName): Promise<void> {
  await sql`
    insert into subscriptions (member_id, customer_id, subscription_id, status, plan, created_at, updated_at)
    select id, 'cus_' || id, 'sub_' || id, 'active', ${plan}, now(), now() from members where email = ${email}`;
}
