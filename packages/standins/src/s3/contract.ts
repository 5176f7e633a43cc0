import { beforeAll, describe } from 'vitest';
import { checksumCases } from './contract/checksums.ts';
import { listingCases } from './contract/listing.ts';
import { multipartCases } from './contract/multipart.ts';
import { objectCases } from './contract/objects.ts';
import { postFormCases } from './contract/post-form.ts';
import { presignedCases } from './contract/presigned.ts';
import { sizeCases } from './contract/sizes.ts';
import { connect, type S3Target, type Tools } from './contract/tools.ts';

export type { S3Target } from './contract/tools.ts';

/**
 * Declares what every S3 has to do for the product, driven by the vendor's own SDK.
 * `target` is asked once, before the first case; the bucket it names must exist.
 */
export function s3Contract(name: string, target: () => S3Target | Promise<S3Target>): void {
  describe(name, () => {
    let tools: Tools | undefined;
    beforeAll(async () => {
      tools = connect(await target());
    });
    const ready = (): Tools => {
      if (!tools) throw new Error('The contract runs inside its own cases only.');
      return tools;
    };
    objectCases(ready);
    listingCases(ready);
    multipartCases(ready);
    presignedCases(ready);
    checksumCases(ready);
    postFormCases(ready);
    sizeCases(ready);
  });
}
