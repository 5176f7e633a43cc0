import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile, type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Segment } from './records.ts';

const flushBytes = 1024 * 1024;

/** Collects bytes into a file under `tmp/`; nothing sees it until `keep`. */
export class BlobWriter {
  sizeBytes = 0;
  #file: FileHandle;
  #path: string;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #flushing: Promise<unknown> = Promise.resolve();

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Takes bytes; one write runs while the next is collected, so memory stays flat. */
  async write(bytes: Uint8Array): Promise<void> {
    this.sizeBytes += bytes.length;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= flushBytes) await this.#flush();
  }

  async #flush(): Promise<void> {
    await this.#flushing;
    const held = this.#held;
    if (held.length === 0) return;
    this.#held = [];
    this.#heldBytes = 0;
    this.#flushing = this.#file.writev(held);
    // A failed write is reported by the next flush; until then nobody awaits it.
    this.#flushing.catch(() => undefined);
  }

  /** Ends the file and gives its path. */
  async finish(): Promise<string> {
    await this.#flush();
    await this.#flushing;
    await this.#file.close();
    return this.#path;
  }

  /** Throws away what was written. */
  async discard(): Promise<void> {
    await this.#flushing.catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await rm(this.#path, { force: true });
  }
}

/** Files of bytes under `blobs/`, written under `tmp/` first and renamed; readers pin what they read. */
export class Blobs {
  #tmp: string;
  #root: string;
  #pins = new Map<string, number>();
  #doomed = new Set<string>();

  constructor(dataDir: string) {
    this.#tmp = join(dataDir, 'tmp');
    this.#root = join(dataDir, 'blobs');
    rmSync(this.#tmp, { recursive: true, force: true });
    mkdirSync(this.#tmp, { recursive: true });
    mkdirSync(this.#root, { recursive: true });
  }

  pathOf(blob: string): string {
    return join(this.#root, blob.slice(0, 2), blob);
  }

  /** A fresh path under `tmp/`, for records too: a rename is what makes anything visible. */
  tmpPath(): string {
    return join(this.#tmp, randomUUID());
  }

  async create(): Promise<BlobWriter> {
    const path = this.tmpPath();
    return new BlobWriter(await open(path, 'wx'), path);
  }

  #place(): { blob: string; path: string } {
    const blob = randomUUID();
    mkdirSync(join(this.#root, blob.slice(0, 2)), { recursive: true });
    return { blob, path: this.pathOf(blob) };
  }

  /** Makes a finished file a blob. */
  adopt(tmpPath: string): string {
    const { blob, path } = this.#place();
    renameSync(tmpPath, path);
    return blob;
  }

  /** A second blob with the same bytes: a hard link where the file system allows it. */
  async duplicate(of: string): Promise<string> {
    const { blob, path } = this.#place();
    try {
      linkSync(this.pathOf(of), path);
    } catch {
      await copyFile(this.pathOf(of), path);
    }
    return blob;
  }

  /** Removes blobs, those being read as soon as they are not. */
  remove(blobs: Iterable<string>): void {
    for (const blob of blobs) {
      if (this.#pins.has(blob)) this.#doomed.add(blob);
      else rmSync(this.pathOf(blob), { force: true });
    }
  }

  /** Removes every blob that is not in use: what a crash left behind. */
  removeAllBut(used: ReadonlySet<string>): void {
    for (const folder of readdirSync(this.#root)) {
      for (const blob of readdirSync(join(this.#root, folder))) {
        if (!used.has(blob)) rmSync(this.pathOf(blob), { force: true });
      }
    }
  }

  /** Keeps the blobs of these segments on disk until the function that is returned is called. */
  pin(segments: readonly Segment[]): () => void {
    for (const { blob } of segments) this.#pins.set(blob, (this.#pins.get(blob) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      for (const { blob } of segments) this.#unpin(blob);
    };
  }

  #unpin(blob: string): void {
    const left = (this.#pins.get(blob) ?? 1) - 1;
    if (left > 0) {
      this.#pins.set(blob, left);
      return;
    }
    this.#pins.delete(blob);
    if (this.#doomed.delete(blob)) rmSync(this.pathOf(blob), { force: true });
  }

  /**
   * Streams `lengthBytes` bytes of joined segments from `offsetBytes`. The caller pins them.
   * Buffers are fresh for every read, so they may be kept.
   */
  async *read(
    segments: readonly Segment[],
    offsetBytes: number,
    lengthBytes: number,
  ): AsyncGenerator<Buffer> {
    let skip = offsetBytes;
    let left = lengthBytes;
    for (const segment of segments) {
      if (left <= 0) return;
      if (skip >= segment.sizeBytes) {
        skip -= segment.sizeBytes;
        continue;
      }
      const file = await open(this.pathOf(segment.blob), 'r');
      try {
        let at = skip;
        const end = Math.min(segment.sizeBytes, skip + left);
        while (at < end) {
          const size = Math.min(256 * 1024, end - at);
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(size), 0, size, at);
          if (bytesRead === 0) throw new Error('A blob is shorter than its record says.');
          at += bytesRead;
          left -= bytesRead;
          yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
      skip = 0;
    }
  }
}
