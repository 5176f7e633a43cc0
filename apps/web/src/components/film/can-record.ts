import { bestRecordType } from '../../film/record/record-type.ts';

/** Whether this browser can film something that we take. Older ones, and pages without HTTPS, have no camera at all. */
export function canRecord(): boolean {
  if (typeof MediaRecorder !== 'function' || !navigator.mediaDevices?.getUserMedia) return false;
  return bestRecordType((type) => MediaRecorder.isTypeSupported(type)) !== null;
}
