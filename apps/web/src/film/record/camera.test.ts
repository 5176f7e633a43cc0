import { describe, expect, it } from 'vitest';
import { CameraError, openCamera } from './camera.ts';

type Asked = MediaStreamConstraints | undefined;

function devices(answer: (asked: Asked) => MediaStream) {
  return { getUserMedia: async (asked: Asked) => answer(asked) };
}
const stream = {} as MediaStream;
const refuse = (name: string) => () => {
  throw new DOMException('no', name);
};

describe('the camera', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['InvalidStateError', 'failed'],
  ])('%s is %s', async (name, trouble) => {
    const error = await openCamera(devices(refuse(name))).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CameraError);
    expect(error).toHaveProperty('trouble', trouble);
  });

  it('films without sound where no microphone is connected', async () => {
    const answer = (asked: Asked) => (asked?.audio ? refuse('NotFoundError')() : stream);
    expect(await openCamera(devices(answer))).toBe(stream);
  });

  it('does not ask twice a person who said no', async () => {
    let asked = 0;
    const answer = () => {
      asked += 1;
      return refuse('NotAllowedError')();
    };
    await openCamera(devices(answer)).catch(() => undefined);
    expect(asked).toBe(1);
  });
});
