import { type JobQueue, openQueue } from '@backlot/domain';

/** The job queue, opened when the first job is put in: a demo that is complete needs none. */
export function lateQueue(url: string): { queue: JobQueue; close(): Promise<void> } {
  let opening: ReturnType<typeof openQueue> | undefined;
  const opened = () => {
    // A broken queue fails the verb that puts a job in; what its connection says besides is of no use.
    opening ??= openQueue({ url, role: 'producer', onError: () => {} });
    return opening;
  };
  return {
    queue: {
      async enqueue(...job) {
        const { queue } = await opened();
        await queue.enqueue(...job);
      },
      async enqueueAll(...all) {
        const { queue } = await opened();
        return queue.enqueueAll(...all);
      },
      async withdraw(...those) {
        const { queue } = await opened();
        await queue.withdraw(...those);
      },
    },
    async close() {
      const open = await opening?.catch(() => undefined);
      await open?.close();
    },
  };
}
