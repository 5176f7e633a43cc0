import sharp from 'sharp';
import { sha256Base64, sha256Hex } from './films.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';

/** A picture in one colour. */
export const picture = (colour: string, width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: colour } });

type ContentType = 'image/jpeg' | 'image/png' | 'image/webp';

/** Brings a picture up to the point where a worker looks at it; answers the asset. */
export async function bringPicture(
  person: Person,
  bytes: Buffer,
  contentType: ContentType = 'image/png',
): Promise<string> {
  const { assetId } = await person.api.settings.openAvatarUpload.mutate({
    contentType,
    sizeBytes: bytes.length,
    sha256: sha256Hex(bytes),
  });
  const { uploadId, state } = await until(
    'an open upload',
    () => person.api.uploads.get.query({ assetId }),
    (upload) => upload.state !== 'granted',
  );
  if (state !== 'open') throw new Error(`the upload is ${state}`);
  const part = { number: 1, sizeBytes: bytes.length, sha256Base64: sha256Base64(bytes) };
  const [signed] = await person.api.uploads.signParts.mutate({ uploadId, parts: [part] });
  const sent = await fetch(signed?.url ?? '', {
    method: 'PUT',
    headers: signed?.headers,
    body: new Uint8Array(bytes),
  });
  if (!sent.ok) throw new Error(`the part was answered ${sent.status}`);
  await person.api.uploads.complete.mutate({ uploadId });
  return assetId;
}

/** The same, and what the worker said: `done`, or why not. */
export async function sayOfPicture(person: Person, bytes: Buffer, contentType?: ContentType) {
  const assetId = await bringPicture(person, bytes, contentType);
  const end = await until(
    'the word of the worker',
    () => person.api.uploads.get.query({ assetId }),
    (upload) => ['done', 'refused', 'aborted'].includes(upload.state),
  );
  return { assetId, says: end.refusal ?? end.state };
}
