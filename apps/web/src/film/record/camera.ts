/**
 * Why there is no camera; pages have words for each.
 *
 * - `denied`: the person, the browser or the system does not let the page use it.
 * - `none`: no camera is connected.
 * - `busy`: another program holds the camera or the microphone.
 * - `failed`: anything else.
 */
export type CameraTrouble = 'denied' | 'none' | 'busy' | 'failed';

export class CameraError extends Error {
  override readonly name = 'CameraError';
  readonly trouble: CameraTrouble;

  constructor(trouble: CameraTrouble, options?: { cause?: unknown }) {
    super(trouble, options);
    this.trouble = trouble;
  }
}

/** Names of errors: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
const troubles: Record<string, CameraTrouble> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

const picture: MediaTrackConstraints = {
  facingMode: 'user',
  width: { ideal: 1920 },
  height: { ideal: 1080 },
  frameRate: { ideal: 30 },
};

/**
 * Asks for camera and microphone. Where no microphone is connected the stream has no sound; without a camera it rejects
 * with CameraError. Whoever calls stops the tracks.
 */
export async function openCamera(devices: Pick<MediaDevices, 'getUserMedia'>): Promise<MediaStream> {
  try {
    return await devices.getUserMedia({ video: picture, audio: true });
  } catch (error) {
    if (troubleOf(error) !== 'none') throw new CameraError(troubleOf(error), { cause: error });
  }
  // The answer does not say which of the two is missing.
  try {
    return await devices.getUserMedia({ video: picture });
  } catch (error) {
    throw new CameraError(troubleOf(error), { cause: error });
  }
}

function troubleOf(error: unknown): CameraTrouble {
  return (error instanceof DOMException && troubles[error.name]) || 'failed';
}

/** Turns the camera and its lamp off. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
