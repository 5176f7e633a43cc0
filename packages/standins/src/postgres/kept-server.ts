import { type ServerOptions, type ServerProcess, startServer } from './server.ts';

type Keeping = {
  /** Whether a server that dies is started again. */
  revive?: boolean;
  onSpawn?: (pid: number) => void;
};

/** The server, and the one that takes its place when it dies and is to be revived. */
export class KeptServer {
  readonly #settings: Omit<ServerOptions, 'port'>;
  readonly #keeping: Keeping;
  #now: ServerProcess | undefined;
  #starting: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(settings: Omit<ServerOptions, 'port'>, keeping: Keeping) {
    this.#settings = settings;
    this.#keeping = keeping;
  }

  /** The process that runs, or ran last. */
  get now(): ServerProcess {
    if (!this.#now) throw new Error('Postgres was not started.');
    return this.#now;
  }

  async start(port: number | undefined): Promise<void> {
    const server = await startServer({ ...this.#settings, port });
    this.#now = server;
    this.#keeping.onSpawn?.(server.pid);
    if (!this.#keeping.revive) return;
    void server.exited.then(() => {
      if (!this.#stopping) this.#starting = this.#revive(server.port);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#starting;
    await this.now.stop();
  }

  /** Its own crash recovery brings the data in order; when it will not come up, a person has to see why. */
  async #revive(port: number): Promise<void> {
    await this.start(port).catch((error: unknown) => console.error(String(error)));
  }
}
