export * from './client.ts';
export { listen } from './listen.ts';
export { migrate } from './migrate.ts';
export type { InboxPayload, Verdict } from './schema/index.ts';
export * as tables from './schema/index.ts';
