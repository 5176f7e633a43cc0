export interface Once<T> {
  /** The same promise each time, so that React's `use` can wait on it. A failed load is forgotten and may be tried again. */
  load(): Promise<T>;
  /** What was loaded, or undefined while it is not here: with it at hand nothing needs to wait, not even for a moment. */
  ready(): T | undefined;
}

/** Something that is fetched once, when it is first asked for. */
export function once<T>(fetch: () => Promise<T>): Once<T> {
  let loading: Promise<T> | undefined;
  let value: T | undefined;
  return {
    load() {
      loading ??= fetch().then(
        (loaded) => {
          value = loaded;
          return loaded;
        },
        (error: unknown) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    },
    ready: () => value,
  };
}
