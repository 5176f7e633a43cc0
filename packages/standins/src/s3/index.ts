export type { Everything } from './everything.ts';
export type { Fault, FaultScope } from './faults.ts';
export type { LedgerEntry } from './ledger.ts';
export { type S3Options, type S3StandIn, startS3 } from './server.ts';
