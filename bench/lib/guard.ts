import { type Guard, startGuard } from '../../scripts/lib/guard.ts';

let guard: Guard | undefined;

/** A process to end should this one be killed before it could do so itself. */
export function watchProcess(pid: number): void {
  guard ??= startGuard();
  guard.watch(pid, 'process');
}

export function forgetProcess(pid: number): void {
  guard?.forget(pid);
}

/** Ends the watch, and with it whatever a failed benchmark has left. */
export function closeGuard(): void {
  guard?.close();
}
