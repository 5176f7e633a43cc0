import { createConnection, type Socket } from 'node:net';

/** One kept-alive connection that sends finished requests and reads nothing of the answers but their status and end. */
class Line {
  readonly #socket: Socket;
  #received = '';
  #answer: { resolve(status: number): void; reject(error: Error): void } | undefined;

  constructor(port: number) {
    this.#socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#read(text));
    this.#socket.on('error', (error) => this.#answer?.reject(error));
    this.#socket.on('close', () => this.#answer?.reject(new Error('the connection was closed')));
  }

  exchange(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#answer = undefined;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    const whole = length
      ? this.#received.length >= headEnd + 4 + Number(length)
      : this.#received.endsWith('0\r\n\r\n');
    if (!whole) return;
    this.#received = '';
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.resolve(Number(head.slice(9, 12)));
  }
}

function open(port: number, count: number): Line[] {
  return Array.from({ length: count }, () => new Line(port));
}

function mustBeOk(status: number): void {
  if (status !== 200) throw new Error(`the server answered ${status}`);
}

/**
 * Closed loop: so many clients, each sending its next request when the last one is answered.
 * @throws Error unless every answer is 200
 */
export async function sendAll(port: number, requests: readonly Buffer[], clients: number): Promise<void> {
  const lines = open(port, clients);
  let next = 0;
  try {
    await Promise.all(
      lines.map(async (line) => {
        for (let request = requests[next++]; request; request = requests[next++])
          mustBeOk(await line.exchange(request));
      }),
    );
  } finally {
    for (const line of lines) line.close();
  }
}

/**
 * Open loop: requests leave by the clock, whether the ones before are answered or not, so that a server that stalls is charged
 * for everyone who would have waited.
 * @returns milliseconds from when each was due to its answer
 */
export async function sendByClock(
  port: number,
  requests: readonly Buffer[],
  options: { perSecond: number; connections: number },
): Promise<Float64Array> {
  const free = open(port, options.connections);
  const lines = [...free];
  const waiting: number[] = [];
  const millis = new Float64Array(requests.length);
  const startMs = performance.now() + 20;
  const dueMs = (index: number) => startMs + (index * 1_000) / options.perSecond;
  let answered = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const send = async (line: Line) => {
        for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
          mustBeOk(await line.exchange(requests[index] as Buffer));
          millis[index] = performance.now() - dueMs(index);
          answered += 1;
        }
        free.push(line);
        if (answered === requests.length) resolve();
      };
      let due = 0;
      const tick = () => {
        const nowMs = performance.now();
        for (; due < requests.length && dueMs(due) <= nowMs; due += 1) waiting.push(due);
        while (waiting.length > 0 && free.length > 0) send(free.pop() as Line).catch(reject);
        if (due < requests.length) setTimeout(tick, Math.max(0, dueMs(due) - performance.now()));
      };
      tick();
    });
  } finally {
    for (const line of lines) line.close();
  }
  return millis;
}
