/** What was started, to be stopped in the opposite order. One that fails to stop does not keep the others. */
export class Stack {
  readonly #stops: (() => Promise<void>)[] = [];

  push(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** May be called again; each is stopped once. */
  async unwind(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      await stop().catch((error: unknown) => console.error(`While stopping: ${String(error)}`));
    }
  }
}
