import { abortError, FilmError } from './errors.ts';
import type { FilmProgress, FilmTask, FromWorker, TaskResult, ToWorker } from './worker/protocol.ts';

interface Waiting {
  resolve(result: TaskResult[FilmTask['kind']]): void;
  reject(error: unknown): void;
  onProgress?: ((progress: FilmProgress) => void) | undefined;
}

export interface TaskOptions {
  onProgress?: ((progress: FilmProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/**
 * Runs a task off the main thread. The worker (with the prober and the hasher) is loaded at the first task and stays.
 * Rejects with FilmError, or with an AbortError when `signal` stops it.
 */
export function runTask<Task extends FilmTask>(
  task: Task,
  { onProgress, signal }: TaskOptions = {},
): Promise<TaskResult[Task['kind']]> {
  if (signal?.aborted) return Promise.reject(abortError());
  const id = ++lastId;
  worker ??= startWorker();
  const target = worker;
  const stop = () => target.postMessage({ id, stop: true } satisfies ToWorker);
  signal?.addEventListener('abort', stop, { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<TaskResult[FilmTask['kind']]>();
  waiting.set(id, { resolve, reject, onProgress });
  target.postMessage({ id, task } satisfies ToWorker);
  return (promise as Promise<TaskResult[Task['kind']]>).finally(() => {
    waiting.delete(id);
    signal?.removeEventListener('abort', stop);
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL('./film.worker.ts', import.meta.url), { type: 'module', name: 'film' });
  started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => settle(data));
  started.addEventListener('error', () => {
    worker = null;
    started.terminate();
    for (const one of waiting.values()) one.reject(new Error('the film worker stopped'));
  });
  return started;
}

function settle(message: FromWorker): void {
  const one = waiting.get(message.id);
  if (!one) return;
  if ('progress' in message) one.onProgress?.(message.progress);
  else if ('result' in message) one.resolve(message.result);
  else if ('error' in message) one.reject(new FilmError(message.error.code, message.error.data));
  else if ('stopped' in message) one.reject(abortError());
  else one.reject(new Error(message.crash));
}
