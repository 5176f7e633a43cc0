import type { TrayUpload, UploadPhase } from '../film/index.ts';
import type { Texts } from '../i18n/catalogue.ts';
import type { TrayItem, TrayState } from '../ui/upload-tray.tsx';

const states: Record<UploadPhase, TrayState> = {
  idle: 'paused',
  waiting: 'waiting',
  sending: 'uploading',
  paused: 'paused',
  retrying: 'waiting',
  verifying: 'verifying',
  stored: 'done',
  refused: 'failed',
  failed: 'failed',
};

/** A line of the upload engine as the tray shows it. */
export function trayItem(line: TrayUpload, reasons: Texts<'film'>['reasons']): TrayItem {
  const offline = line.phase === 'retrying' && line.reason === 'offline';
  const filmGone = line.phase === 'failed' && line.reason === 'local_copy_gone';
  return {
    id: line.campaignId,
    title: line.name,
    state: offline ? 'offline' : filmGone ? 'film_missing' : states[line.phase],
    doneBytes: line.sentBytes,
    totalBytes: line.sizeBytes,
    bytesPerSecond: line.bytesPerSecond,
    problem: line.reason && line.phase !== 'sending' ? reasons[line.reason] : null,
  };
}
