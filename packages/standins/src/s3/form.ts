import { S3Error } from './errors.ts';

/** What comes before the file in a browser's upload form may have at most 20 KB, as S3 says. */
const maxFieldsBytes = 20 * 1024;

/** A form in multipart/form-data up to its file; fields by lower-case name. */
export interface UploadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly fileName: string;
  /** The file's bytes; fields behind it are ignored, as S3 does. */
  readonly file: AsyncGenerator<Buffer>;
}

function malformed(): S3Error {
  return new S3Error(
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );
}

/**
 * Reads the fields of a form and hands its file over as a stream. Source of the format: RFC 7578.
 * @throws S3Error MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument (no file)
 */
export async function readForm(source: AsyncIterable<Buffer>, contentType: string): Promise<UploadForm> {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) throw malformed();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const iterator = source[Symbol.asyncIterator]();
  // The first delimiter may stand at the very beginning: with a line end before it, it is like the others.
  let held: Buffer = Buffer.from('\r\n');
  let fieldBytes = 0;

  const pull = async (): Promise<void> => {
    const next = await iterator.next();
    if (next.done) throw malformed();
    held = Buffer.concat([held, next.value]);
  };
  /** What stands before `mark`, which is taken too. */
  const until = async (mark: Buffer): Promise<Buffer> => {
    for (;;) {
      const at = held.indexOf(mark);
      if (at >= 0) {
        const before = held.subarray(0, at);
        held = held.subarray(at + mark.length);
        fieldBytes += at + mark.length;
        if (fieldBytes > maxFieldsBytes) throw tooLong();
        return before;
      }
      if (held.length > maxFieldsBytes) throw tooLong();
      await pull();
    }
  };

  async function* readFile(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = held.indexOf(delimiter);
      if (at >= 0) {
        if (at > 0) yield held.subarray(0, at);
        break;
      }
      const safe = held.length - delimiter.length + 1;
      if (safe > 0) {
        yield held.subarray(0, safe);
        held = held.subarray(safe);
      }
      await pull();
    }
    // The rest is read, so that the connection can be used again.
    while (!(await iterator.next()).done);
  }

  const fields = new Map<string, string>();
  await until(delimiter);
  for (;;) {
    while (held.length < 2) await pull();
    if (held.subarray(0, 2).toString() === '--') {
      throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
    }
    const head = (await until(Buffer.from('\r\n\r\n'))).toString('utf8');
    const name = /\bname="([^"]*)"/i.exec(head)?.[1]?.toLowerCase();
    if (name === undefined) throw malformed();
    if (name === 'file') {
      return { fields, fileName: /\bfilename="([^"]*)"/i.exec(head)?.[1] ?? '', file: readFile() };
    }
    fields.set(name, (await until(delimiter)).toString('utf8'));
  }
}

function tooLong(): S3Error {
  return new S3Error(
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceding the upload file were too large.',
  );
}
