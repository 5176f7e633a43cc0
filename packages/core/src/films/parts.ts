/** S3: every part but the last has at least 5 MiB, and an upload has at most 10,000 parts. */
const minPartBytes = 5 * 1024 ** 2;
const maxParts = 10_000;

/** Small enough that a lost part costs seconds, large enough that a film of 2 GiB has 256 of them. */
const defaultPartBytes = 8 * 1024 ** 2;

/**
 * Size of each part but the last, in bytes, for an object of `sizeBytes`. 8 MiB, doubled until 10,000 parts are enough.
 * Never below the 5 MiB that S3 asks. Throws RangeError unless `sizeBytes` is a positive whole number.
 */
export function partSizeBytes(sizeBytes: number): number {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes <= 0) {
    throw new RangeError('an object to upload has at least one byte');
  }
  let size = Math.max(defaultPartBytes, minPartBytes);
  while (Math.ceil(sizeBytes / size) > maxParts) size *= 2;
  return size;
}

/** How many parts of `partBytes` an object of `sizeBytes` has. */
export function partCount(sizeBytes: number, partBytes: number): number {
  return Math.ceil(sizeBytes / partBytes);
}

/** Where part `number` (from 1) begins and ends (exclusive), in bytes. Throws RangeError for a part that is none. */
export function partRange(
  number: number,
  sizeBytes: number,
  partBytes: number,
): { startByte: number; endByte: number } {
  if (!Number.isSafeInteger(number) || number < 1 || number > partCount(sizeBytes, partBytes)) {
    throw new RangeError(`there is no part ${number}`);
  }
  const startByte = (number - 1) * partBytes;
  return { startByte, endByte: Math.min(startByte + partBytes, sizeBytes) };
}
