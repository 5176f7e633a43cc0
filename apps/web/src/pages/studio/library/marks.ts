import type { VideoShelf } from '@backlot/core';
import { useMemo, useState } from 'react';
import type { Video } from '../../../components/video-stage.tsx';

export type Marks = {
  /** Those of the marked that are still shown and may be treated. */
  ids: ReadonlySet<string>;
  mayMark(video: Video): boolean;
  toggle(videoId: string): void;
  all(): void;
  clear(): void;
};

/** What a person has marked on a shelf; on another shelf nothing is. */
export function useMarks(shelf: VideoShelf, videos: readonly Video[]): Marks {
  const [marked, setMarked] = useState({ shelf, ids: new Set<string>() });
  const known = marked.shelf === shelf ? marked.ids : new Set<string>();
  const act = shelf === 'bin' ? 'restore' : 'bin';
  const mayMark = (video: Video) => video.acts.includes(act);
  const open = videos.filter(mayMark).map(({ videoId }) => videoId);
  const openKey = open.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what it was made of
  const ids = useMemo(() => new Set(open.filter((id) => known.has(id))), [openKey, marked, shelf]);
  const set = (next: Set<string>) => setMarked({ shelf, ids: next });
  return {
    ids,
    mayMark,
    toggle(videoId) {
      const next = new Set(ids);
      if (!next.delete(videoId)) next.add(videoId);
      set(next);
    },
    all: () => set(new Set(open)),
    clear: () => set(new Set()),
  };
}
