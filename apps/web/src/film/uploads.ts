import { createObservable, type Observable } from '../observable.ts';
import type { KeptFilm, UploadTarget } from './film-db.ts';
import { filmStore, getKeptFilm, linkUpload, markPaused } from './film-store.ts';
import { inBrowser } from './upload/in-browser.ts';
import { sendFilm } from './upload/send-film.ts';
import type { UploadTransport } from './upload/transport.ts';
import type { TrayUpload } from './upload/tray-line.ts';
import type { Upload } from './upload/upload-engine.ts';

export interface UploadsSnapshot {
  uploads: readonly TrayUpload[];
  /** Closing this tab would interrupt something. */
  sendingHere: boolean;
}

export interface UploadsOptions {
  transport: UploadTransport;
  /** The assets of a campaign whose order is confirmed and whose film is wanted; null otherwise. */
  findTarget(campaignId: string): Promise<UploadTarget | null>;
}

export interface Uploads extends Observable<UploadsSnapshot> {
  /** Takes up every kept film whose order is confirmed, and goes on doing so. Answers how to end it. */
  start(): () => void;
  /** The server told something about a campaign (or, without one, about any): look at once. */
  nudge(campaignId?: string): void;
  pause(campaignId: string): void;
  /** Goes on after a pause, a failure, a refusal or a cancel. */
  resume(campaignId: string): void;
  /** Ends it for now; the film stays in the browser, and `resume` or the next load goes on. */
  cancel(campaignId: string): void;
  /** Takes a line off the tray on which nothing happens any more. */
  dismiss(campaignId: string): void;
}

type Command = 'pause' | 'resume' | 'cancel' | 'nudge';
type Message =
  | { type: 'hello' }
  | { type: 'line'; line: TrayUpload }
  | { type: 'command'; command: Command; campaignId: string | null };

interface Entry {
  film: KeptFilm;
  ending: AbortController;
  /** The last word that this tab heard, before the kept record says it too; null when it heard none. */
  paused: boolean | null;
  /** The uploads that this tab runs; none while another tab does, or while the film is not wanted. */
  uploads: readonly Upload[];
  /** Asking the server, waiting for the turn of this tab, or at work. */
  busy: boolean;
}

/** The uploads of this browser, the same in every tab; one tab at a time does the work of one film. */
export function createUploads({ transport, findTarget }: UploadsOptions): Uploads {
  const snapshot = createObservable<UploadsSnapshot>({ uploads: [], sendingHere: false });
  const entries = new Map<string, Entry>();
  const lines = new Map<string, TrayUpload>();
  let channel: BroadcastChannel | null = null;

  function publish(): void {
    const uploads = [...lines.values()];
    const sendingHere = uploads.some(
      ({ here, phase }) => here && (phase === 'sending' || phase === 'retrying'),
    );
    snapshot.set({ uploads, sendingHere });
  }

  function showLine(line: TrayUpload): void {
    lines.set(line.campaignId, line);
    publish();
  }

  function dropLine(campaignId: string): void {
    if (lines.delete(campaignId)) publish();
  }

  function tell(message: Message): void {
    channel?.postMessage(message);
  }

  /** Brings the entries in line with the films that are kept. */
  function reconcile(): void {
    const { films, status } = filmStore.getSnapshot();
    if (status !== 'ready') return;
    for (const [campaignId, { film, ending }] of entries) {
      if (films.some(({ filmId }) => filmId === film.filmId)) continue;
      ending.abort();
      entries.delete(campaignId);
      if (lines.get(campaignId)?.phase !== 'stored') dropLine(campaignId);
    }
    for (const film of films) {
      const known = entries.get(film.campaignId);
      if (known) {
        known.film = film;
        continue;
      }
      const entry: Entry = { film, ending: new AbortController(), paused: null, uploads: [], busy: false };
      entries.set(film.campaignId, entry);
      void takeUp(entry);
    }
  }

  /** Asks whether a film is wanted, waits for the turn of this tab, and sends it. */
  async function takeUp(entry: Entry): Promise<void> {
    if (entry.busy) return;
    entry.busy = true;
    const { signal } = entry.ending;
    try {
      const target = entry.film.upload ?? (await findTarget(entry.film.campaignId));
      if (!target || signal.aborted) return;
      if (!entry.film.upload) await linkUpload(entry.film, target);
      await navigator.locks.request(`backlot-upload:${target.filmAssetId}`, { signal }, () =>
        work(entry, target),
      );
    } catch {
      // No answer, or no longer wanted: the next nudge asks again.
    } finally {
      entry.busy = false;
      entry.uploads = [];
    }
  }

  async function work(entry: Entry, target: UploadTarget): Promise<void> {
    // Read anew: while this tab waited for its turn, another may have paused it.
    const film = await getKeptFilm(entry.film.campaignId);
    if (film?.filmId !== entry.film.filmId) return;
    const sending = sendFilm(
      { ...film, paused: entry.paused ?? film.paused },
      target,
      transport,
      inBrowser,
      entry.ending.signal,
      (line) => {
        if (entry.ending.signal.aborted) return;
        showLine(line);
        tell({ type: 'line', line });
      },
    );
    entry.uploads = sending.uploads;
    await sending.ended;
  }

  function obey(command: Command, campaignId: string | null): void {
    for (const entry of entries.values()) {
      if (campaignId !== null && entry.film.campaignId !== campaignId) continue;
      if (command === 'pause' || command === 'resume') entry.paused = command === 'pause';
      const idle = entry.uploads.length === 0;
      if (idle && (command === 'nudge' || command === 'resume')) void takeUp(entry);
      for (const upload of entry.uploads) act(upload, command);
    }
  }

  function order(command: Command, campaignId: string | null): void {
    const film = campaignId === null ? undefined : entries.get(campaignId)?.film;
    if (film && command !== 'nudge') void markPaused(film, command === 'pause');
    obey(command, campaignId);
    tell({ type: 'command', command, campaignId });
  }

  function hear({ data }: MessageEvent<Message>): void {
    if (data.type === 'command') obey(data.command, data.campaignId);
    else if (data.type === 'hello') {
      for (const line of lines.values()) if (line.here) tell({ type: 'line', line });
    } else if (!entries.get(data.line.campaignId)?.uploads.length) showLine({ ...data.line, here: false });
  }

  function start(): () => void {
    channel = new BroadcastChannel('backlot-uploads');
    channel.addEventListener('message', hear);
    const stopWatching = filmStore.subscribe(reconcile);
    const stopListening = listen(
      () => obey('nudge', null),
      () => {
        for (const entry of entries.values()) for (const upload of entry.uploads) upload.interrupt();
      },
      () => snapshot.getSnapshot().sendingHere,
    );
    reconcile();
    tell({ type: 'hello' });
    return () => {
      stopWatching();
      stopListening();
      for (const entry of entries.values()) entry.ending.abort();
      entries.clear();
      channel?.close();
      channel = null;
    };
  }

  return {
    subscribe: snapshot.subscribe,
    getSnapshot: snapshot.getSnapshot,
    start,
    nudge: (campaignId) => order('nudge', campaignId ?? null),
    pause: (campaignId) => order('pause', campaignId),
    resume: (campaignId) => order('resume', campaignId),
    cancel: (campaignId) => order('cancel', campaignId),
    dismiss(campaignId) {
      const phase = lines.get(campaignId)?.phase;
      if (phase && ['stored', 'refused', 'failed', 'idle'].includes(phase)) dropLine(campaignId);
    },
  };
}

function act(upload: Upload, command: Command): void {
  if (command === 'cancel') upload.stop();
  else upload[command]();
}

/** What the browser tells of the line and of the tab; the person is asked before a tab closes that is sending. */
function listen(onBack: () => void, onOffline: () => void, isSending: () => boolean): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', onBack, { signal });
  addEventListener('offline', onOffline, { signal });
  const onVisible = () => {
    if (!document.hidden) onBack();
  };
  document.addEventListener('visibilitychange', onVisible, { signal });
  const ask = (event: BeforeUnloadEvent) => {
    if (isSending()) event.preventDefault();
  };
  addEventListener('beforeunload', ask, { signal });
  return () => listening.abort();
}
