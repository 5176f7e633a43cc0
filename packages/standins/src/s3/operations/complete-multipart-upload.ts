import { createHash } from 'node:crypto';
import type { OpenUpload } from '../bucket.ts';
import type { Call, Reply } from '../call.ts';
import { badDigest, type Checksum, checksumElement, checksumHeader, checksumOfParts } from '../checksums.ts';
import { assertWritable } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import { receiveText } from '../receive.ts';
import type { ObjectRecord, PartRecord } from '../records.ts';
import { isTree, parseXml, textOf, xmlDocument } from '../xml.ts';
import { findUpload } from './find-upload.ts';

const maxDocumentBytes = 8 * 1024 * 1024;
/** Every part but the last. Source: Amazon S3 User Guide, "Multipart upload limits". */
const minPartBytes = 5 * 1024 * 1024;

interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksums: ReadonlyMap<string, string>;
}

/** CompleteMultipartUpload: the parts named, in order, become the object in one step. */
export async function completeMultipartUpload(call: Call): Promise<Reply> {
  const { request } = call;
  findUpload(call);
  const document = await receiveText(call, maxDocumentBytes, { checksumIsOf: 'object' });
  const named = readParts(parseXml(document, 'CompleteMultipartUpload'));
  // From here on nothing waits: what is checked is what is written.
  const { bucket, upload } = findUpload(call);
  const parts = named.map((part) => matchPart(upload, part));
  assertSizes(parts);
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  assertObjectSize(call, sizeBytes);
  const checksum = wholeChecksum(upload, parts);
  assertChecksum(call, checksum);
  assertWritable(bucket.object(request.key), request.headers);

  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  const etag = `${md5.digest('hex')}-${parts.length}`;
  const record: ObjectRecord = {
    key: request.key,
    headers: upload.record.headers,
    metadata: upload.record.metadata,
    sizeBytes,
    etag,
    lastModified: call.now().toISOString(),
    segments: parts.map((part) => ({
      blob: part.blob,
      sizeBytes: part.sizeBytes,
      ...(part.checksum && { checksum: part.checksum }),
    })),
    parts: parts.length,
    ...(checksum && { checksum }),
  };
  bucket.putObject(record);
  bucket.closeUpload(upload, new Set(record.segments.map((segment) => segment.blob)));
  const xml = xmlDocument('CompleteMultipartUploadResult', {
    Location: `${call.url}/${request.bucket}/${encodeURIComponent(request.key)}`,
    Bucket: request.bucket,
    Key: request.key,
    ETag: `"${etag}"`,
    ...(checksum && { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }),
  });
  // The parts were counted when they arrived: completing adds no bytes.
  return { status: 200, xml, writes: [{ key: request.key, bytes: 0, uploadId: upload.record.uploadId }] };
}

/** @throws S3Error MalformedXML, InvalidPartOrder (swapped or repeated) */
function readParts(tree: Record<string, unknown>): NamedPart[] {
  const malformed = new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema.',
  );
  const items: unknown[] = Array.isArray(tree.Part) ? tree.Part : [];
  if (items.length === 0 || items.length > 10_000) throw malformed;
  let before = 0;
  return items.map((item) => {
    if (!isTree(item)) throw malformed;
    const number = textOf(item, 'PartNumber')?.trim() ?? '';
    const etag = textOf(item, 'ETag')?.trim().replace(/^"|"$/g, '');
    if (!/^\d{1,5}$/.test(number) || !etag) throw malformed;
    const partNumber = Number(number);
    if (partNumber <= before) {
      throw new S3Error(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    before = partNumber;
    const checksums = Object.keys(item).flatMap((name): [string, string][] => {
      const value = textOf(item, name);
      return name.startsWith('Checksum') && value !== undefined ? [[name, value.trim()]] : [];
    });
    return { partNumber, etag, checksums: new Map(checksums) };
  });
}

/** The part that arrived under this number. @throws S3Error InvalidPart, InvalidRequest (checksum missing) */
function matchPart(upload: OpenUpload, named: NamedPart): PartRecord {
  const part = upload.parts.get(named.partNumber);
  const { checksum, uploadId } = upload.record;
  const invalid = new S3Error(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: uploadId, PartNumber: String(named.partNumber), ETag: named.etag },
  );
  if (!part || part.etag !== named.etag) throw invalid;
  const expected = checksum && checksumElement(checksum.algorithm);
  for (const [name, value] of named.checksums) {
    if (name === expected ? value !== part.checksum : name !== 'ChecksumType') throw invalid;
  }
  if (checksum?.type === 'COMPOSITE' && !named.checksums.has(expected ?? '')) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${named.partNumber} in the request.`,
    );
  }
  return part;
}

function assertSizes(parts: readonly PartRecord[]): void {
  const small = parts.slice(0, -1).find((part) => part.sizeBytes < minPartBytes);
  if (!small) return;
  throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: String(small.sizeBytes),
    MinSizeAllowed: String(minPartBytes),
    PartNumber: String(small.partNumber),
    ETag: small.etag,
  });
}

function assertObjectSize(call: Call, sizeBytes: number): void {
  const expected = call.request.headers.get('x-amz-mp-object-size');
  if (expected === undefined || Number(expected) === sizeBytes) return;
  throw new S3Error(
    'InvalidRequest',
    `The provided 'x-amz-mp-object-size' header value ${expected} does not match what was computed: ${sizeBytes}`,
  );
}

function wholeChecksum(upload: OpenUpload, parts: readonly PartRecord[]): Checksum | undefined {
  const { checksum } = upload.record;
  if (!checksum) return undefined;
  const pieces = parts.map((part) => ({ value: part.checksum ?? '', sizeBytes: part.sizeBytes }));
  return checksumOfParts(checksum.algorithm, checksum.type, pieces);
}

/** A checksum of the whole in the headers must be the one the parts give. @throws S3Error BadDigest */
function assertChecksum(call: Call, checksum: Checksum | undefined): void {
  if (!checksum) return;
  const type = call.request.headers.get('x-amz-checksum-type');
  if (type !== undefined && type !== checksum.type) {
    throw new S3Error('InvalidRequest', 'The upload was created with another checksum type.');
  }
  const declared = call.request.headers.get(checksumHeader(checksum.algorithm));
  if (declared !== undefined && declared !== checksum.value) throw badDigest(checksum.algorithm);
}
