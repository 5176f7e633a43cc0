import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** A run of bytes on disk. An object is one of them, or one for each part. Blobs never change. */
export interface Segment {
  /** File name below `blobs/`. */
  readonly blob: string;
  readonly sizeBytes: number;
  /** Base64 checksum of this part in the object's algorithm. */
  readonly checksum?: string;
}

/** What is remembered of an object: a JSON file beside the others of its bucket. */
export interface ObjectRecord {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Content-Type and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** x-amz-meta-*, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  readonly segments: readonly Segment[];
  /** Number of parts, when it came by a multipart upload. */
  readonly parts?: number;
}

/** An open multipart upload. */
export interface UploadRecord {
  readonly uploadId: string;
  readonly key: string;
  /** ISO 8601. */
  readonly initiated: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
}

/** One part that has arrived. */
export interface PartRecord {
  readonly partNumber: number;
  readonly sizeBytes: number;
  /** MD5 in hex, without quotes. */
  readonly etag: string;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Base64, in the upload's algorithm. */
  readonly checksum?: string;
  readonly blob: string;
}
