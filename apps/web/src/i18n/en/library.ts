/** Texts of the library of AI videos. */
const library = {
  title: 'Studio',
  lead: 'Videos that were made from your words.',
  make: 'New video',
  shelves: {
    label: 'Shelves',
    all: 'All',
    in_progress: 'Being made',
    ready: 'Ready',
    failed: 'Failed',
    bin: 'Bin',
  },
  more: 'Show more',
  mark: (title: string) => `Mark “${title}”`,
  marked: (count: number) => `${count} marked`,
  markAll: 'Mark all that are shown',
  unmark: 'Clear the marks',
  toBin: 'Move to the bin',
  binned: (count: number) => (count === 1 ? 'One video is in the bin.' : `${count} videos are in the bin.`),
  undo: 'Undo',
  restore: 'Take out of the bin',
  restored: (count: number) => (count === 1 ? 'One video is back.' : `${count} videos are back.`),
  remove: 'Delete for good',
  removeTitle: (count: number) =>
    count === 1 ? 'Delete this video for good?' : `Delete these ${count} videos for good?`,
  removeText: (size: string) => `That frees ${size}. It cannot be undone.`,
  removed: (count: number) => (count === 1 ? 'One video is deleted.' : `${count} videos are deleted.`),
  keep: 'Delete nothing',
  emptyBin: 'Empty the bin',
  emptyTitle: 'Empty the bin?',
  emptyText: (count: number, size: string) =>
    count === 1
      ? `One video is deleted for good; that frees ${size}.`
      : `${count} videos are deleted for good; that frees ${size}.`,
  binNote: (days: number) =>
    `What is here is deleted for good after ${days} days, and counts as storage as long.`,
  nothing: {
    all: {
      title: 'No video yet',
      text: 'Say in a sentence what is to be seen, and have it made.',
      action: 'Have the first one made',
    },
    in_progress: { title: 'Nothing is being made', text: 'What you ask for stands here until it is ready.' },
    ready: { title: 'Nothing is ready yet', text: 'Videos that are stored for you stand here.' },
    failed: { title: 'Nothing failed', text: 'What could not be made or stored would stand here.' },
    bin: { title: 'The bin is empty', text: 'What you throw away waits here for some days.' },
  },
};
export default library;
