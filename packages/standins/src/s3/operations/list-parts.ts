import type { Call, Reply } from '../call.ts';
import { checksumElement } from '../checksums.ts';
import { queryValue } from '../request.ts';
import { xmlDocument } from '../xml.ts';
import { findUpload } from './find-upload.ts';
import { pageSize } from './paging.ts';

/** ListParts: the parts that have arrived, by number, with size, ETag and checksum. */
export function listParts(call: Call): Reply {
  const { request } = call;
  const { upload } = findUpload(call);
  const { record } = upload;
  const maxParts = pageSize(call, 'max-parts');
  const marker = Number(queryValue(request, 'part-number-marker') ?? 0) || 0;
  const after = [...upload.parts.values()]
    .filter((part) => part.partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = after.slice(0, maxParts);
  const { checksum } = record;
  const xml = xmlDocument('ListPartsResult', {
    Bucket: request.bucket,
    Key: record.key,
    UploadId: record.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber,
    MaxParts: maxParts,
    IsTruncated: after.length > page.length,
    StorageClass: 'STANDARD',
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: part.lastModified,
      ETag: `"${part.etag}"`,
      Size: part.sizeBytes,
      ...(checksum && { [checksumElement(checksum.algorithm)]: part.checksum }),
    })),
  });
  return { status: 200, xml };
}
