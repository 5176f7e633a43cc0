export * from './client.ts';
export { listen } from './listen.ts';
export { migrate } from './migrate.ts';
export type { InboxPayload, InboxSource, StoredReport, StoredSource, Verdict } from './schema/index.ts';
export * as tables from './schema/index.ts';
