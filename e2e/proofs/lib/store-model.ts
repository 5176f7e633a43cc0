import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectStore } from '@backlot/core';

/**
 * A store in memory that knows multipart uploads only, and keeps a ledger of every write that is asked of it.
 * @param onWrite is awaited before the write happens
 */
export function storeModel(onWrite: (key: string) => Promise<void>) {
  const open = new Map<string, string>();
  const ledger: { operation: string; key: string }[] = [];
  let made = 0;
  const refuse = async (): Promise<never> => {
    throw new Error('this proof brings no bytes');
  };
  const write = async (operation: string, key: string) => {
    ledger.push({ operation, key });
    await onWrite(key);
    await sleep(2);
  };
  async function* nothing() {}
  const objects: ObjectStore = {
    async openMultipart({ key }) {
      await write('open', key);
      made += 1;
      open.set(`mp_${made}`, key);
      return `mp_${made}`;
    },
    async findMultiparts(key) {
      const found = [...open].filter(([, at]) => at === key).map(([id]) => id);
      await sleep(2);
      return found;
    },
    async abortMultipart({ multipartId }) {
      open.delete(multipartId);
    },
    delete: async () => {},
    presignPart: refuse,
    putPart: refuse,
    listParts: refuse,
    completeMultipart: (input) => write('complete', input.key),
    head: async () => null,
    read: refuse,
    write: refuse,
    copy: (input) => write('copy', input.to),
    presignRead: refuse,
    list: nothing,
    listMultiparts: nothing,
    ping: async () => {},
  };
  return { objects, ledger, openUnder: (key: string) => [...open].filter(([, at]) => at === key).length };
}
