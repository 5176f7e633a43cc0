/**
 * Something that is fetched once, when it is first asked for. The same promise is answered each time, so that React's
 * `use` can wait on it; once it is here the promise says so in the fields that `use` reads, and nothing waits, not even
 * for a moment. A failed fetch is forgotten and may be tried again.
 */
export function once<T>(fetch: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    if (loading) return loading;
    const fetched = fetch();
    loading = fetched;
    fetched.then(
      (value) => void Object.assign(fetched, { status: 'fulfilled', value }),
      () => {
        loading = undefined;
      },
    );
    return fetched;
  };
}
