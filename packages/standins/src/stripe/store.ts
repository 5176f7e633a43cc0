import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Records } from './records.ts';

export type Kind = keyof Records;
interface Line {
  kind: Kind;
  id: string;
  value: unknown;
}

const FILE = 'stripe.jsonl';

/**
 * Everything the stand-in knows: records by kind and id, in the order they were made. With a folder, each turn's
 * changes are appended to a journal there in one write, and the journal is read and compacted at the next start.
 * Records are never changed in place.
 */
export class Store {
  readonly #tables = new Map<Kind, Map<string, Records[Kind]>>();
  readonly #path: string | undefined;
  #unwritten: string[] = [];

  constructor(dataDir?: string) {
    if (dataDir === undefined) return;
    mkdirSync(dataDir, { recursive: true });
    this.#path = join(dataDir, FILE);
    this.#replay(this.#path);
    this.#compact(this.#path);
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#table(kind).get(id);
  }

  /** All records of a kind, oldest first. */
  all<K extends Kind>(kind: K): Records[K][] {
    return [...this.#table(kind).values()];
  }

  put<K extends Kind>(kind: K, value: Records[K]): Records[K] {
    this.#table(kind).set(value.id, value);
    this.#note({ kind, id: value.id, value });
    return value;
  }

  /** Replaces some fields; the record must exist. */
  patch<K extends Kind>(kind: K, id: string, change: Partial<Records[K]>): Records[K] {
    const present = this.get(kind, id);
    if (!present) throw new Error(`there is no ${kind} ${id} to change`);
    return this.put(kind, { ...present, ...change });
  }

  remove(kind: Kind, id: string): void {
    if (this.#table(kind).delete(id)) this.#note({ kind, id, value: null });
  }

  /** Writes what this turn changed; called by itself at the end of the turn. */
  flush(): void {
    if (this.#path === undefined || this.#unwritten.length === 0) return;
    appendFileSync(this.#path, this.#unwritten.join(''));
    this.#unwritten = [];
  }

  #table<K extends Kind>(kind: K): Map<string, Records[K]> {
    const table = this.#tables.get(kind) ?? new Map<string, Records[Kind]>();
    this.#tables.set(kind, table);
    return table as Map<string, Records[K]>;
  }

  #note(line: Line): void {
    if (this.#path === undefined) return;
    if (this.#unwritten.length === 0) queueMicrotask(() => this.flush());
    this.#unwritten.push(`${JSON.stringify(line)}\n`);
  }

  #replay(path: string): void {
    for (const text of readJournal(path)) {
      const line = parseLine(text);
      if (!line) continue;
      if (line.value === null) this.#table(line.kind).delete(line.id);
      else this.#table(line.kind).set(line.id, line.value as Records[Kind]);
    }
  }

  #compact(path: string): void {
    const lines = [...this.#tables].flatMap(([kind, table]) =>
      [...table].map(([id, value]) => `${JSON.stringify({ kind, id, value })}\n`),
    );
    writeFileSync(`${path}.new`, lines.join(''));
    renameSync(`${path}.new`, path);
  }
}

function readJournal(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** A line cut off by a crash is no line. */
function parseLine(text: string): Line | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Line);
  } catch {
    return undefined;
  }
}
