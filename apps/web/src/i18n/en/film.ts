import type { FilmContainer, FilmRule } from '@backlot/core';

const rules: Record<FilmRule, (seen: string, passes: string) => string> = {
  empty: () => 'The file is empty. Pick a film.',
  too_large: (seen, passes) => `The film has ${seen}; at most ${passes} pass.`,
  container: () => 'This is not an MP4, MOV or WebM film, whatever its name says. Export it as one of these.',
  truncated: () => 'The file ends too early: part of the film is missing. Copy or export it once more.',
  no_video: () => 'There is sound but no picture in it. Pick a film with a picture.',
  codec: () =>
    'Its picture or sound is coded in a way that browsers do not play. H.264, HEVC, VP8, VP9 or AV1 with AAC, Opus, MP3, Vorbis, FLAC or PCM pass.',
  dimensions: (_seen, passes) =>
    `The picture is too small or too large; each side may have ${passes} pixels.`,
  too_long: (seen, passes) => `The film is ${seen} long; at most ${passes} pass.`,
  undecodable: () => 'The picture cannot be decoded: the film is damaged. Export it once more.',
};

/** Texts of picking, keeping and sending a film. */
const film = {
  title: 'The film',
  lead: 'It is checked here and stays in this browser until you have paid.',
  pick: 'Pick a film',
  drop: 'or drop it here',
  record: 'Record a film',
  recorderLoading: 'Setting up the camera',
  recorded: 'Recorded film',
  passes: (size: string, minutes: string) => `MP4, MOV or WebM, up to ${size} and ${minutes} minutes.`,
  another: 'Pick another film',
  again: 'Pick the film again',
  stop: 'Stop',
  phases: {
    reading: 'Reading the film',
    copying: 'Keeping it in this browser',
    checking: 'Checking the copy',
  },
  kept: 'Kept in this browser',
  keptText: 'It stays here over reloads and the payment page, until storage has it and it is verified.',
  preview: 'Preview',
  noPreview: 'This browser cannot play the film, but it is sound and can be sent.',
  persistent:
    'Should the disk run full, this browser may throw it away. Keep the original until it is published.',
  facts: {
    name: 'File',
    size: 'Size',
    duration: 'Duration',
    picture: 'Picture',
    pace: (count: string) => `${count} fps`,
    sound: 'Sound',
    noSound: 'none',
    container: 'Container',
    hash: 'SHA-256',
    hashName: 'the SHA-256',
  },
  containers: { mp4: 'MP4', mov: 'QuickTime', webm: 'WebM' } satisfies Record<FilmContainer, string>,
  privacy: {
    title: 'What the file says of place and device',
    none: 'Nothing: the file names neither a place nor a device.',
    removed: 'Found in the file you picked and taken out of the copy, without touching picture or sound:',
    left: 'Found in the film, and left in it because you wanted it so:',
    location: 'Place',
    device: 'Device',
    noText: 'coded data',
    keep: 'Leave place and device in the film',
    keepHint:
      'Otherwise they are taken out before the film is hashed. This holds for the next film you pick.',
  },
  errors: {
    rules,
    noRoom: (needed: string, free: string | null) =>
      free === null
        ? `This browser has no room for the film (${needed}). Free some space on the disk and pick it again.`
        : `The film needs ${needed}, and this browser has room for ${free}. Free some space on the disk and pick it again.`,
    storageUnavailable:
      'This browser keeps nothing for us, as in a private window. Use an ordinary window to keep a film.',
    storageStuck:
      'The film storage of this browser does not answer. Close all windows of the browser and open it again; what it keeps is not lost.',
    readFailed: 'The file cannot be read any more. Was it moved, or is its drive gone? Pick it again.',
    differentFilm:
      'This is another film than the one that was paid for: its bytes differ. Pick the same file, or replace the film.',
    notClean: 'Place and device could not be taken out of this film. Export it once more, or leave them in.',
    unknown: 'The film could not be read. Pick it again.',
  },
  missing: {
    title: 'The film is not in this browser',
    text: (name: string) =>
      `It was picked on another device, or this browser's data is gone. Pick “${name}” again; it is taken only if it is the same, byte for byte.`,
    draft: (name: string) =>
      `“${name}” was picked on another device, or this browser's data is gone. Pick it again, or another one.`,
    replace: 'Replace the film',
    replaceTitle: 'Replace the paid film?',
    replaceText:
      'Another film takes its place in this campaign. What was sent of the old one is deleted; nothing more is to be paid.',
    keepIt: 'Keep it',
  },
  stuck: {
    title: 'The film storage of this browser does not answer',
    text: 'Your films are not lost. Close all windows of the browser, open it again and come back to this page.',
    retry: 'Ask it again',
  },
  reasons: {
    offline: 'Waiting for the connection',
    network: 'The connection broke; it goes on in a moment',
    server_busy: 'The server is busy; it goes on in a moment',
    signed_out: 'You are signed out: sign in to go on',
    not_found: 'The campaign is not there any more',
    different_film: 'The film in this browser is another one',
    local_copy_gone: 'The film is not in this browser any more',
    part_refused: 'A part was refused again and again: pick the film again',
    mismatch: 'What arrived was not the film: it starts over',
    ended: 'Nobody waits for this film any more',
    unknown: 'It stopped; try again',
  },
};
export default film;
