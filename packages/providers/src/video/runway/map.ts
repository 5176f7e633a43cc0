import type { Aspect, VideoFailure, VideoReport } from '@backlot/core';
import { z } from 'zod';
import { completed } from '../completed.ts';

/** "These URLs will expire within 24-48 hours; fetch the task again to get fresh URLs" (runwayml/sdk-node 4.12.0, tasks.ts). */
const keptMs = 24 * 3_600_000;

/** A task (runwayml/sdk-node 4.12.0, src/resources/tasks.ts). */
export const runwayTask = z.object({
  id: z.string().min(1),
  status: z.string(),
  output: z.array(z.string()).nullish().catch(null),
  failureCode: z.string().nullish().catch(null),
});

/** Sizes by aspect; a square is made of pictures only, so it is not offered (text-to-video.ts, `Gen4_5`). */
export const runwayRatios: Readonly<Partial<Record<Aspect, string>>> = {
  '16:9': '1280:720',
  '9:16': '720:1280',
};

/** A task in our words; a status that we do not know means that it goes on. */
export function toRunwayReport(
  { status, output, failureCode }: z.infer<typeof runwayTask>,
  nowMs: number,
): VideoReport {
  switch (status) {
    case 'SUCCEEDED': {
      const expiresAt = new Date(nowMs + keptMs);
      return completed((output ?? []).map((url) => ({ url, expiresAt, headers: {} })));
    }
    case 'FAILED':
      return { status: 'failed', failure: toRunwayFailure(failureCode ?? '') };
    case 'CANCELLED':
      return { status: 'failed', failure: 'cancelled' };
    default:
      return { status: 'processing' };
  }
}

/** docs.dev.runwayml.com/errors/task-failures (2026-11-21). */
function toRunwayFailure(code: string): VideoFailure {
  if (/^(SAFETY|INPUT_PREPROCESSING\.SAFETY)\b/.test(code)) return 'refused_content';
  if (/^ASSET\.INVALID\b/.test(code)) return 'bad_input';
  return 'provider_failed';
}
