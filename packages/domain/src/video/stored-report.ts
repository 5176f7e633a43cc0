import type { VideoOutput, VideoReport } from '@backlot/core';
import type { StoredReport, StoredSource } from '@backlot/db';

/** An output as a column keeps it. */
export const keepSource = ({ url, headers, expiresAt }: VideoOutput): StoredSource => ({
  ...{ url, headers },
  expiresAt: expiresAt?.toISOString() ?? null,
});

export const sourceOf = ({ url, headers, expiresAt }: StoredSource): VideoOutput => ({
  ...{ url, headers },
  expiresAt: expiresAt === null ? null : new Date(expiresAt),
});

export const keepReport = (report: VideoReport): StoredReport =>
  report.status === 'completed' ? { ...report, outputs: report.outputs.map(keepSource) } : report;

export const reportOf = (kept: StoredReport): VideoReport =>
  kept.status === 'completed' ? { ...kept, outputs: kept.outputs.map(sourceOf) } : kept;
