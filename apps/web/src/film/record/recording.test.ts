import { filmPasses } from '@backlot/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runRecorder } from './recording.ts';

/** A recorder that begins at once, gives `chunk()` when told to, and ends as browsers do: a last chunk, then `stop`. */
class HandRecorder extends EventTarget {
  state: RecordingState = 'inactive';
  mimeType = 'video/webm;codecs=vp9,opus';
  stops = 0;

  start() {
    this.state = 'recording';
    this.dispatchEvent(new Event('start'));
  }
  chunk(text: string) {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([text]) }));
  }
  stop() {
    this.stops += 1;
    this.state = 'inactive';
    queueMicrotask(() => {
      this.chunk('end');
      this.dispatchEvent(new Event('stop'));
    });
  }
}

const clock = () => performance.now();
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('keeps the chunks in their order, with the type of the container', async () => {
  const recorder = new HandRecorder();
  const recording = runRecorder(recorder, clock);
  recorder.chunk('one ');
  recorder.chunk('');
  recorder.chunk('two ');
  vi.advanceTimersByTime(2500);
  expect(recording.elapsedMs()).toBe(2500);
  recording.stop();
  recording.stop();
  const take = await recording.taken;
  expect(await take?.blob.text()).toBe('one two end');
  expect(take?.blob.type).toBe('video/webm');
  expect(take?.durationMs).toBe(2500);
  expect(recorder.stops).toBe(1);
});

it('stops by itself below the limit for films', async () => {
  const recorder = new HandRecorder();
  const recording = runRecorder(recorder, clock);
  vi.advanceTimersByTime(filmPasses.durationMsMax);
  const take = await recording.taken;
  expect(take?.durationMs).toBeLessThan(filmPasses.durationMsMax);
  expect(take?.durationMs).toBeGreaterThan(filmPasses.durationMsMax - 5000);
});

it('stops at the limit by its chunks where timers sleep', async () => {
  const recorder = new HandRecorder();
  let nowMs = 0;
  const recording = runRecorder(recorder, () => nowMs);
  nowMs = filmPasses.durationMsMax;
  recorder.chunk('late');
  await recording.taken;
  expect(recorder.stops).toBe(1);
});

it('keeps what came before the camera went', async () => {
  const recorder = new HandRecorder();
  const recording = runRecorder(recorder, clock);
  recorder.chunk('half');
  recorder.state = 'inactive';
  recorder.dispatchEvent(new Event('stop'));
  expect(await (await recording.taken)?.blob.text()).toBe('half');
});

it('has no take where nothing came', async () => {
  const recorder = new HandRecorder();
  const recording = runRecorder(recorder, clock);
  recorder.dispatchEvent(new Event('stop'));
  expect(await recording.taken).toBeNull();
});
