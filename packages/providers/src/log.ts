import pino, { type Logger } from 'pino';

export type { Logger };

/**
 * JSON lines. Callers pass ids, codes and numbers only: no addresses with a signature, no secrets, no personal text.
 * An error is logged by its name and stack, and its message only when it is our own.
 */
export function openLog(level: string, service: string): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // A write for every line took a tenth of a process's time. All lines are out before the process ends, unless it is killed.
    pino.destination({ sync: false, minLength: 4_096, periodicFlush: 100 }),
  );
}
