import { z } from 'zod';
import { optional, required } from '../config-fields.ts';

/** What may be downloaded from addresses that come from outside. */
export type DownloadsConfig = {
  /** `host` or `host:port` that may be asked by http. */
  httpHosts: readonly string[];
  /** `host:port` that may stand on a private address. */
  privateHosts: readonly string[];
  sizeBytesMax: number;
};

/** A name, or an address; in brackets if it has colons. */
const host = String.raw`(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)`;
const hostList = (form: RegExp, error: string) =>
  optional(
    required
      .transform((list) => list.split(',').map((one) => one.trim().toLowerCase()))
      .refine((list) => list.every((one) => form.test(one)), { error }),
  );
const gibibyte = 1024 ** 3;
const usualSizeGibMax = 4;

export const downloadsEnvironment = {
  VIDEO_HTTP_HOSTS: hostList(new RegExp(`^${host}(:\\d{1,5})?$`), 'is not a list of host or host:port'),
  VIDEO_PRIVATE_HOSTS: hostList(new RegExp(`^${host}:\\d{1,5}$`), 'is not a list of host:port'),
  VIDEO_SIZE_MAX_GIB: optional(
    z
      .string()
      .regex(/^[1-9]\d?$/, { error: 'is not a whole number of GiB' })
      .transform(Number),
  ),
};

export const readDownloadsConfig = (
  values: z.infer<z.ZodObject<typeof downloadsEnvironment>>,
): DownloadsConfig => ({
  httpHosts: values.VIDEO_HTTP_HOSTS ?? [],
  privateHosts: values.VIDEO_PRIVATE_HOSTS ?? [],
  sizeBytesMax: (values.VIDEO_SIZE_MAX_GIB ?? usualSizeGibMax) * gibibyte,
});
