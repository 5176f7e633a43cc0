import { describe, expect, test } from 'vitest';
import { S3Error } from './errors.ts';
import { readForm } from './form.ts';

const type = 'multipart/form-data; boundary=XyZ';

function form(file: string, before = '', after = ''): string {
  return `${before}--XyZ\r\nContent-Disposition: form-data; name="Key"\r\n\r\na/b\r\n--XyZ\r\nContent-Disposition: form-data; name="file"; filename="f.png"\r\nContent-Type: image/png\r\n\r\n${file}\r\n--XyZ${after}--\r\n`;
}

async function read(body: string, pieceBytes: number, contentType = type): Promise<unknown> {
  const bytes = Buffer.from(body, 'latin1');
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  try {
    const { fields, fileName, file } = await readForm(source(), contentType);
    const pieces: Buffer[] = [];
    for await (const piece of file) pieces.push(piece);
    return { fields: Object.fromEntries(fields), fileName, file: Buffer.concat(pieces).toString('latin1') };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return error.code;
  }
}

describe('a form', () => {
  const tricky = 'PNG\r\n--Xy\r\n\r\n--XyYZ--\r\r\n-';
  test.each([1, 2, 5, 64, 10_000])(
    'is read in pieces of %i bytes, whatever its file looks like',
    async (size) => {
      const expected = { fields: { key: 'a/b' }, fileName: 'f.png', file: tricky };
      expect(await read(form(tricky), size)).toEqual(expected);
      expect(await read(form(tricky, 'preamble\r\n'), size)).toEqual(expected);
    },
  );

  test('is refused when it stops, has no file, no boundary, or endless fields', async () => {
    expect(await read(form('x').slice(0, -10), 7)).toBe('MalformedPOSTRequest');
    expect(await read('--XyZ\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--XyZ--\r\n', 7)).toBe(
      'InvalidArgument',
    );
    expect(await read(form('x'), 7, 'multipart/form-data')).toBe('MalformedPOSTRequest');
    const long = '--XyZ\r\nContent-Disposition: form-data; name="a"\r\n\r\n'.concat('b'.repeat(30_000));
    expect(await read(long, 5000)).toBe('MaxPostPreDataLengthExceeded');
  });
});
