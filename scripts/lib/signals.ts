/**
 * Ctrl-C, a polite kill, a closed terminal, or the end of the launcher that started us: all mean "stop in order". A Ctrl-C may
 * arrive several times (from the terminal, npm and the launcher), so it is counted once.
 * @returns a signal that is aborted on the first of them
 */
export function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error('Stopped.'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.channel) {
    process.on('disconnect', stop);
    process.channel.unref();
  }
  // A terminal that is gone must not end us by a failed print before we have stopped what we started.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return controller.signal;
}
