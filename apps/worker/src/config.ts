import { type ProcessConfig, readProcessConfig } from '@backlot/providers';
import { z } from 'zod';

export type WorkerConfig = ProcessConfig;

/** The configuration, or everything that is wrong with it as `NAME what`; a value is never named. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; config: WorkerConfig } | { ok: false; problems: string[] } {
  return readProcessConfig(env, z.object({}));
}
