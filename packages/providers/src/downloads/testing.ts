import { connect, isIP, type Socket } from 'node:net';
import type { Dial, Resolve } from './connector.ts';

/** A resolver that gives each name its addresses in turn, the last ones again and again. */
export function resolverOf(names: Readonly<Record<string, readonly (readonly string[])[]>>) {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, answer) => {
    const turns = names[hostname] ?? [];
    const before = asked.filter((name) => name === hostname).length;
    asked.push(hostname);
    const addresses = turns[Math.min(before, turns.length - 1)];
    queueMicrotask(() => {
      if (!addresses) return answer(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
      answer(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      );
    });
  };
  return { resolve, asked };
}

/**
 * Dials as Node does, literals without a question and names by the lookup, and notes the address that would be connected to;
 * the connection itself goes to a server of the test, without TLS.
 */
export function dialTo(port: number) {
  const dialled: string[] = [];
  const peers = new WeakMap<Socket, string>();
  const dial: Dial = {
    by: (lookup) => (options, callback) => {
      const reach = (address: string) => {
        dialled.push(address);
        const socket = connect(port, '127.0.0.1');
        peers.set(socket, address);
        socket.once('connect', () => callback(null, socket));
        socket.once('error', (error) => callback(error, null));
      };
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal)) return reach(literal);
      lookup(options.hostname, { all: true }, (error, addresses) => {
        if (error) return callback(error, null);
        reach(Array.isArray(addresses) ? (addresses[0]?.address ?? '') : addresses);
      });
    },
    peerOf: (socket) => peers.get(socket) ?? '',
  };
  return { dial, dialled };
}
