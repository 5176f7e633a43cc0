import { useCallback, useEffect, useRef, useState } from 'react';
import { CameraError, type CameraTrouble, closeCamera, openCamera } from '../../film/record/camera.ts';
import { type Recording, startRecording, type Take } from '../../film/record/recording.ts';
import { openTakes } from './takes.ts';

export type RecorderStage =
  | { name: 'asking' }
  | { name: 'refused'; trouble: CameraTrouble }
  /** `empty`: the last try gave nothing. */
  | { name: 'ready'; stream: MediaStream; empty: boolean }
  | { name: 'recording'; stream: MediaStream; recording: Recording }
  | { name: 'taken'; take: Take };

/**
 * A camera from asking for it to a take. It is on only while there is something to see or to film: its lamp goes out
 * when a take is done, and when the page is left.
 * The last take stays until there is another one; it outlives the page (see `openTakes`).
 */
export function useRecorder(campaignId: string) {
  const [first] = useState(() => openTakes.of(campaignId));
  const [stage, setStage] = useState<RecorderStage>(
    first ? { name: 'taken', take: first } : { name: 'asking' },
  );
  const camera = useRef<MediaStream | null>(null);
  const running = useRef<Recording | null>(null);
  /** Counts what was begun, so that an answer that comes too late is known. */
  const turn = useRef(0);

  const turnOff = useCallback(() => {
    turn.current += 1;
    if (camera.current) closeCamera(camera.current);
    camera.current = null;
    running.current = null;
  }, []);

  const ask = useCallback(
    async (empty = false) => {
      turnOff();
      const mine = turn.current;
      setStage({ name: 'asking' });
      try {
        const stream = await openCamera(navigator.mediaDevices);
        if (turn.current !== mine) return closeCamera(stream);
        camera.current = stream;
        setStage({ name: 'ready', stream, empty });
        whenUnplugged(stream, () => {
          if (turn.current !== mine) return;
          if (running.current) running.current.stop();
          else setStage({ name: 'refused', trouble: 'none' });
        });
      } catch (error) {
        if (turn.current !== mine) return;
        setStage({ name: 'refused', trouble: error instanceof CameraError ? error.trouble : 'failed' });
      }
    },
    [turnOff],
  );

  const start = useCallback(async () => {
    const stream = camera.current;
    if (!stream) return;
    const mine = turn.current;
    let take: Take | null = null;
    try {
      const recording = startRecording(stream);
      running.current = recording;
      setStage({ name: 'recording', stream, recording });
      take = await recording.taken;
    } catch {
      // Said below, as a take that gave nothing.
    }
    // Also when the person has gone to another step meanwhile: nothing that was filmed is lost.
    if (take) openTakes.put(campaignId, take);
    if (turn.current !== mine) return;
    if (!take) return ask(true);
    turnOff();
    setStage({ name: 'taken', take });
  }, [campaignId, ask, turnOff]);

  /** From the camera back to the take that was made before. */
  const backToTake = useCallback(() => {
    const take = openTakes.of(campaignId);
    if (!take) return;
    turnOff();
    setStage({ name: 'taken', take });
  }, [campaignId, turnOff]);

  useEffect(() => {
    if (!first) void ask();
    return turnOff;
  }, [first, ask, turnOff]);

  return { stage, ask, start, backToTake };
}

/** Calls back when the camera is pulled out or taken away; turning it off ourselves does not count. */
function whenUnplugged(stream: MediaStream, gone: () => void): void {
  for (const track of stream.getVideoTracks()) track.addEventListener('ended', gone, { once: true });
}
