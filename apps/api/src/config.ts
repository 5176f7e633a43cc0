import { type ProcessConfig, readProcessConfig } from '@backlot/providers';
import { z } from 'zod';

const own = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'is not a port' }).int().min(0).max(65_535).default(4_400),
  WEB_DIST: z.string().optional(),
});

export type ApiConfig = ProcessConfig & {
  host: string;
  port: number;
  /** Folder of the built pages; absent when something else serves them. */
  webDist: string | undefined;
};

/** The configuration, or everything that is wrong with it as `NAME what`; a value is never named. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; config: ApiConfig } | { ok: false; problems: string[] } {
  const read = readProcessConfig(env, own);
  if (!read.ok) return read;
  const { HOST, PORT, WEB_DIST } = read.own;
  return { ok: true, config: { ...read.config, host: HOST, port: PORT, webDist: WEB_DIST || undefined } };
}
