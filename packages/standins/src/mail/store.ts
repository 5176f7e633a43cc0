import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

export type StoredMail = {
  id: number;
  /** ISO 8601. */
  receivedAt: string;
  /** The envelope: who the SMTP client named, which is what a real server acts on. */
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: { key: string; value: string }[];
};

type Envelope = { id: number; receivedAt: string; from: string; to: string[] };

/** Mails in memory, each also as `000001.json` (envelope) and `000001.eml` (as it came) when there is a folder. */
export class MessageStore {
  readonly #folder: string | undefined;
  readonly #mails: StoredMail[] = [];
  #nextId = 1;

  private constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  static async open(folder: string | undefined): Promise<MessageStore> {
    const store = new MessageStore(folder);
    if (!folder) return store;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(folder)).filter((name) => /^\d+\.json$/.test(name)).sort();
    for (const name of names) {
      const envelope = JSON.parse(await readFile(join(folder, name), 'utf8')) as Envelope;
      const raw = await readFile(join(folder, name.replace('.json', '.eml')));
      store.#mails.push(await parse(envelope, raw));
      store.#nextId = envelope.id + 1;
    }
    return store;
  }

  /** Keeps a mail; when this resolves it is on disk. */
  async add(from: string, to: string[], raw: Buffer): Promise<StoredMail> {
    const envelope = { id: this.#nextId++, receivedAt: new Date().toISOString(), from, to };
    const mail = await parse(envelope, raw);
    if (this.#folder) {
      const base = join(this.#folder, String(envelope.id).padStart(6, '0'));
      await writeFile(`${base}.eml`, raw, { mode: 0o600 });
      await writeFile(`${base}.new`, JSON.stringify(envelope), { mode: 0o600 });
      await rename(`${base}.new`, `${base}.json`);
    }
    this.#mails.push(mail);
    return mail;
  }

  /** Newest first; of one recipient when named. */
  list(to?: string): StoredMail[] {
    const found = to ? this.#mails.filter((mail) => mail.to.includes(to.toLowerCase())) : this.#mails;
    return found.toReversed();
  }

  find(id: number): StoredMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  /** Forgets all mails; numbers go on. */
  async clear(): Promise<void> {
    this.#mails.length = 0;
    if (!this.#folder) return;
    for (const name of await readdir(this.#folder)) await rm(join(this.#folder, name), { force: true });
  }
}

async function parse(envelope: Envelope, raw: Buffer): Promise<StoredMail> {
  const mail = await PostalMime.parse(raw);
  return {
    ...envelope,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    messageId: mail.messageId ?? '',
    headers: mail.headers.map(({ key, value }) => ({ key, value })),
  };
}
