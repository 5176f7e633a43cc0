import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** One write that was asked of the store, done or not. */
export interface LedgerEntry {
  /** Counts up from 1 over restarts. */
  readonly seq: number;
  /** When the request came and when it was over; ISO 8601. */
  readonly startedAt: string;
  readonly at: string;
  readonly method: string;
  /** S3's name: `PutObject`, `UploadPart`, … */
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  /** Bytes stored; for a write that was not done, bytes of body that had arrived. */
  readonly bytes: number;
  readonly outcome: 'done' | 'refused' | 'cut';
  /** S3's error code, when refused. */
  readonly error?: string;
  readonly uploadId?: string;
  readonly partNumber?: number;
}

/** Every write in order, in memory and as JSON lines in `ledger.jsonl`, written before the answer is sent. */
export class Ledger {
  readonly #path: string;
  readonly #entries: LedgerEntry[];

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'ledger.jsonl');
    this.#entries = readLines(this.#path);
  }

  add(entry: Omit<LedgerEntry, 'seq'>): void {
    const numbered = { seq: (this.#entries.at(-1)?.seq ?? 0) + 1, ...entry };
    appendFileSync(this.#path, `${JSON.stringify(numbered)}\n`);
    this.#entries.push(numbered);
  }

  entries(): LedgerEntry[] {
    return [...this.#entries];
  }
}

/** Reads the file. A last line without its end was cut off by a crash, before its answer: it is taken away. */
function readLines(path: string): LedgerEntry[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes < bytes.length) truncateSync(path, wholeBytes);
  return bytes
    .toString('utf8', 0, wholeBytes)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerEntry);
}
