/** Texts of the form by which an AI video is asked for. */
const generate = {
  title: 'New video',
  lead: 'Say what is to be seen. A provider makes it, and we keep it for you.',
  prompt: 'What is to be seen?',
  promptHint: 'Who or what, where, in which light, and how the camera moves.',
  tooShort: (least: number) => `Write at least ${least} characters.`,
  tooLong: (provider: string, limit: string) =>
    `${provider} takes at most ${limit} characters. Say it shorter.`,
  examples: {
    label: 'Or begin with an example',
    list: [
      {
        title: 'Heron in fog',
        prompt:
          'A grey heron stands in shallow water at dawn, fog over the river. Slow push in with a long lens, soft light from behind, the water barely moves.',
      },
      {
        title: 'Night kitchen',
        prompt:
          'The kitchen of a small restaurant after midnight, one lamp over the stove, steam rising from a pot. A handheld camera passes the shelves and stops at the flame.',
      },
      {
        title: 'Paper city',
        prompt:
          'A city folded out of white paper, lit by a low sun. A paper train crosses a bridge, seen from above in stop motion, with long shadows.',
      },
      {
        title: 'Last tram',
        prompt:
          'The last tram leaves an empty stop in the rain, its lights mirrored in the street. Static wide shot, blue night with warm windows.',
      },
    ],
    takeBack: 'Bring my own words back',
  },
  duration: 'Duration',
  shape: 'Shape',
  provider: 'Provider',
  seed: {
    label: 'A picture to begin with (optional)',
    hint: (limit: string) => `The video begins with it. JPEG, PNG or WebP, up to ${limit}.`,
    choose: 'Choose a picture',
    another: 'Choose another',
    remove: 'Remove the picture',
    chosen: 'The picture to begin with',
    asBefore: 'The same picture as before',
    gone: 'The picture is no longer there. Choose it again, or go on without one.',
  },
  cost: {
    title: 'What it takes',
    videos: 'AI videos this month',
    videosValue: (limit: string, left: string) => `1 of ${limit}, ${left} left after it`,
    videosNone: (limit: string) => `1, but all ${limit} are used`,
    storage: 'Storage',
    storageNone: (expected: string) => `about ${expected}, but no room is left`,
    storageValue: (expected: string, left: string) => `about ${expected} of ${left} that are left`,
    resets: 'Begins anew',
    plan: 'Plan',
    note: 'If it fails, your plan gets the video back.',
  },
  full: {
    videos: 'All AI videos of this month are used',
    videosText: (day: string) => `The next ones come on ${day}.`,
    storage: 'Your storage is full',
    storageText: 'Delete videos and empty the bin to make room.',
    lifted: (plan: string) => `${plan} lifts the limit at once.`,
    plans: 'See the plans',
    library: 'Go to your videos',
    bin: 'Go to the bin',
    reason: 'Nothing is left to make it with.',
  },
  none: {
    title: 'Nobody is set up to make videos',
    text: 'As soon as the operator has set up a provider, you can ask for videos here.',
  },
  go: 'Make the video',
};
export default generate;
