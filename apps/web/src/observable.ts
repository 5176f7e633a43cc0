/** A value that can be watched; made for React's useSyncExternalStore, and knowing nothing of it. */
export interface Observable<T> {
  /** The present value; the same object until it changes. */
  getSnapshot(): T;
  /** Calls back after each change; answers how to stop. */
  subscribe(listener: () => void): () => void;
}

export function createObservable<T>(first: T): Observable<T> & { set(value: T): void } {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => value,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
  };
}
