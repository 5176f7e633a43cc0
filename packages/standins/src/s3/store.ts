import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Blobs } from './blobs.ts';
import { Bucket } from './bucket.ts';
import { S3Error } from './errors.ts';

/** Everything below `dataDir`: buckets with their records, and blobs. A second start finds it all again. */
export class Store {
  readonly blobs: Blobs;
  readonly #root: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor(dataDir: string) {
    this.#root = join(dataDir, 'buckets');
    mkdirSync(this.#root, { recursive: true });
    this.blobs = new Blobs(dataDir);
    for (const name of readdirSync(this.#root)) {
      const file = join(this.#root, name, 'bucket.json');
      if (!existsSync(file)) continue;
      const { createdAt } = JSON.parse(readFileSync(file, 'utf8')) as { createdAt: string };
      this.#buckets.set(name, new Bucket(this.#root, name, new Date(createdAt), this.blobs));
    }
    this.blobs.removeAllBut(new Set(this.buckets().flatMap((bucket) => bucket.usedBlobs())));
  }

  buckets(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws S3Error NoSuchBucket */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) {
      throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
    }
    return bucket;
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  /**
   * Source of the naming rules: Amazon S3 User Guide, "Bucket naming rules".
   * @throws S3Error InvalidBucketName, BucketAlreadyOwnedByYou
   */
  createBucket(name: string, now: Date): void {
    const ip = /^\d+\.\d+\.\d+\.\d+$/.test(name);
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..') || ip) {
      throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
    }
    if (this.#buckets.has(name)) {
      throw new S3Error(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { BucketName: name },
      );
    }
    const bucket = new Bucket(this.#root, name, now, this.blobs);
    writeFileSync(join(this.#root, name, 'bucket.json'), JSON.stringify({ createdAt: now.toISOString() }));
    this.#buckets.set(name, bucket);
  }

  /** @throws S3Error NoSuchBucket, BucketNotEmpty */
  deleteBucket(name: string): void {
    const bucket = this.bucket(name);
    if (!bucket.isEmpty) {
      throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
        BucketName: name,
      });
    }
    bucket.destroy();
    this.#buckets.delete(name);
  }
}
