import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Blobs } from './blobs.ts';
import type { ObjectRecord, PartRecord, UploadRecord } from './records.ts';

/** An open upload with its parts by number. */
export interface OpenUpload {
  readonly record: UploadRecord;
  readonly parts: Map<number, PartRecord>;
}

/**
 * One bucket: its records in memory, and each as a JSON file. Every change is one synchronous step that
 * writes the file (temporary, then renamed) and the memory, so that requests never see half of one.
 * Keys become file names by their SHA-256: no key can name a place outside of the folder.
 */
export class Bucket {
  readonly name: string;
  readonly createdAt: Date;
  readonly #root: string;
  readonly #blobs: Blobs;
  readonly #objects = new Map<string, ObjectRecord>();
  readonly #uploads = new Map<string, OpenUpload>();
  #sorted: { key: string; bytes: Buffer }[] | undefined;

  constructor(root: string, name: string, createdAt: Date, blobs: Blobs) {
    this.name = name;
    this.createdAt = createdAt;
    this.#root = join(root, name);
    this.#blobs = blobs;
    mkdirSync(join(this.#root, 'objects'), { recursive: true });
    mkdirSync(join(this.#root, 'uploads'), { recursive: true });
    this.#load();
  }

  #load(): void {
    const objects = join(this.#root, 'objects');
    for (const folder of readdirSync(objects)) {
      for (const file of readdirSync(join(objects, folder))) {
        const record = readJson<ObjectRecord>(join(objects, folder, file));
        this.#objects.set(record.key, record);
      }
    }
    const inObjects = new Set([...this.#objects.values()].flatMap((o) => o.segments.map((s) => s.blob)));
    const uploads = join(this.#root, 'uploads');
    for (const uploadId of readdirSync(uploads)) {
      const files = readdirSync(join(uploads, uploadId));
      const parts = files
        .filter((file) => file.startsWith('part-'))
        .map((file) => readJson<PartRecord>(join(uploads, uploadId, file)));
      // Parts that are already an object's: it was completed, and only the clearing up was cut off.
      const done = parts.some((part) => inObjects.has(part.blob));
      if (done || !files.includes('upload.json')) {
        rmSync(join(uploads, uploadId), { recursive: true, force: true });
        continue;
      }
      const record = readJson<UploadRecord>(join(uploads, uploadId, 'upload.json'));
      this.#uploads.set(uploadId, { record, parts: new Map(parts.map((p) => [p.partNumber, p])) });
    }
  }

  #save(path: string, value: unknown): void {
    const tmp = this.#blobs.tmpPath();
    writeFileSync(tmp, JSON.stringify(value));
    renameSync(tmp, path);
  }

  #objectPath(key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    const folder = join(this.#root, 'objects', name.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    return join(folder, `${name}.json`);
  }

  object(key: string): ObjectRecord | undefined {
    return this.#objects.get(key);
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0 && this.#uploads.size === 0;
  }

  /** Keys in the order S3 lists them: by their UTF-8 bytes. */
  sortedKeys(): readonly { key: string; bytes: Buffer }[] {
    this.#sorted ??= [...this.#objects.keys()]
      .map((key) => ({ key, bytes: Buffer.from(key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    return this.#sorted;
  }

  /** Makes an object visible and removes the bytes of the one it replaces. */
  putObject(record: ObjectRecord): void {
    const before = this.#objects.get(record.key);
    this.#save(this.#objectPath(record.key), record);
    this.#objects.set(record.key, record);
    if (!before) this.#sorted = undefined;
    this.#removeBlobsOf(before, record);
  }

  #removeBlobsOf(before: ObjectRecord | undefined, after?: ObjectRecord): void {
    const kept = new Set(after?.segments.map((s) => s.blob));
    this.#blobs.remove((before?.segments ?? []).map((s) => s.blob).filter((blob) => !kept.has(blob)));
  }

  deleteObject(key: string): void {
    const before = this.#objects.get(key);
    if (!before) return;
    rmSync(this.#objectPath(key), { force: true });
    this.#objects.delete(key);
    this.#sorted = undefined;
    this.#removeBlobsOf(before);
  }

  upload(uploadId: string): OpenUpload | undefined {
    return this.#uploads.get(uploadId);
  }

  uploads(): OpenUpload[] {
    return [...this.#uploads.values()];
  }

  #uploadPath(uploadId: string, file = ''): string {
    return join(this.#root, 'uploads', uploadId, file);
  }

  openUpload(record: UploadRecord): void {
    mkdirSync(this.#uploadPath(record.uploadId));
    this.#save(this.#uploadPath(record.uploadId, 'upload.json'), record);
    this.#uploads.set(record.uploadId, { record, parts: new Map() });
  }

  /** Adds a part to an open upload; the last one of a number counts. */
  putPart(upload: OpenUpload, part: PartRecord): void {
    const before = upload.parts.get(part.partNumber);
    this.#save(this.#uploadPath(upload.record.uploadId, `part-${part.partNumber}.json`), part);
    upload.parts.set(part.partNumber, part);
    if (before) this.#blobs.remove([before.blob]);
  }

  /** Ends an upload; blobs of parts that did not become the object's are removed. */
  closeUpload(upload: OpenUpload, keptBlobs: ReadonlySet<string> = new Set()): void {
    const { uploadId } = upload.record;
    const gone = this.#blobs.tmpPath();
    renameSync(this.#uploadPath(uploadId), gone);
    this.#uploads.delete(uploadId);
    rmSync(gone, { recursive: true, force: true });
    this.#blobs.remove([...upload.parts.values()].map((p) => p.blob).filter((blob) => !keptBlobs.has(blob)));
  }

  /** Every blob that a record of this bucket names. */
  usedBlobs(): string[] {
    return [
      ...[...this.#objects.values()].flatMap((o) => o.segments.map((s) => s.blob)),
      ...[...this.#uploads.values()].flatMap((u) => [...u.parts.values()].map((p) => p.blob)),
    ];
  }

  /** Removes the (empty) bucket's folder. */
  destroy(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
