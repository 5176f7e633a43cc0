import { asFilmError, FilmError, isAbort } from './errors.ts';
import { keepFilm } from './worker/keep.ts';
import type { FilmProgress, FilmTask, FromWorker, TaskResult, ToWorker } from './worker/protocol.ts';
import { sha256Base64 } from './worker/sha256.ts';

/** The part of a worker's global scope that is used; the page's types do not know it. */
const scope = self as unknown as {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
};

const running = new Map<number, AbortController>();

scope.addEventListener('message', ({ data }) => {
  if ('stop' in data) running.get(data.id)?.abort();
  else void work(data.id, data.task);
});

async function work(id: number, task: FilmTask): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const report = (progress: FilmProgress) => scope.postMessage({ id, progress });
    scope.postMessage({ id, result: await perform(task, controller.signal, report) });
  } catch (thrown) {
    scope.postMessage(answerTo(id, thrown));
  } finally {
    running.delete(id);
  }
}

function perform(
  task: FilmTask,
  signal: AbortSignal,
  report: (progress: FilmProgress) => void,
): Promise<TaskResult[FilmTask['kind']]> {
  return task.kind === 'keep' ? keepFilm(task, signal, report) : sha256Base64(task.part);
}

/** Errors lose their class on the way to the page, so they travel as data. */
function answerTo(id: number, thrown: unknown): FromWorker {
  if (isAbort(thrown)) return { id, stopped: true };
  const error = asFilmError(thrown);
  if (error instanceof FilmError) return { id, error: { code: error.code, data: error.data } };
  return { id, crash: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
}
