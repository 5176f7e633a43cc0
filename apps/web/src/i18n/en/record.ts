import type { CameraTrouble } from '../../film/record/camera.ts';

const troubles: Record<CameraTrouble, { title: string; text: string }> = {
  denied: {
    title: 'The camera is not allowed here',
    text: 'This page may not use your camera and microphone. Allow both for this site: by the sign beside the address, or in the settings of your system. Then try again.',
  },
  none: {
    title: 'No camera is connected',
    text: 'Connect a camera or switch it on, then try again. You can also pick a film that you have.',
  },
  busy: {
    title: 'The camera is in use',
    text: 'Another program or tab holds the camera or the microphone. Close it there, then try again.',
  },
  failed: {
    title: 'The camera does not start',
    text: 'The browser did not say why. Try again, or pick a film that you have.',
  },
};

/** Texts of recording a film on the page. */
const record = {
  title: 'Record a film',
  asking: 'Waiting for the camera',
  askingText: 'Your browser asks whether this page may use your camera and microphone. Say yes to film.',
  troubles,
  tryAgain: 'Try again',
  cancel: 'Cancel',
  preview: 'What the camera sees',
  start: 'Start recording',
  stop: 'Stop recording',
  ready: 'Camera ready',
  limit: (time: string) => `up to ${time}`,
  live: 'Recording',
  left: (time: string) => `${time} left`,
  lastMinute: 'One minute left.',
  silent: 'No microphone is connected: the film will have no sound.',
  empty: 'Nothing came from the camera. Try once more.',
  takeName: 'your take',
  taken: (time: string) => `The take is ${time} long.`,
  backToTake: 'Back to the take',
  takeTitle: 'Your take',
  takeNote: 'Watch it before you use it.',
  discard: 'Discard the take',
  discardTitle: 'Discard this take?',
  discardText: 'It is only on this page: it cannot be brought back.',
  keepTake: 'Keep it',
  use: 'Use this film',
  again: 'Record again',
  save: 'Save a copy',
  saveName: 'recorded film',
};
export default record;
