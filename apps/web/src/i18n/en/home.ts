/** Texts of the first page. */
const home = {
  title: 'Nothing leaves this browser before it is paid for',
  lead: 'Backlot runs paid film campaigns. You pick a film, look it over and pay. Only then does it go to storage, past a moderator, and onto a page of its own.',
  start: 'Start a campaign',
  price: (price: string) => `${price} for one person, paid once`,
  road: 'How it goes',
  steps: [
    ['Pick', 'The film is checked and hashed here. It stays in this browser.'],
    ['Pay', 'Payment that fails or is abandoned costs you nothing, and no byte is stored.'],
    ['Offload', 'Now it is sent, part by part. You can pause, close the lid, come back.'],
    ['Publish', 'A moderator looks at it. Approved, it plays on its own page.'],
  ],
  showing: 'Now showing',
  by: (name: string) => `by ${name}`,
  nothing: {
    title: 'Nothing is showing yet',
    text: 'The first film that passes moderation will have the whole screen to itself.',
  },
};
export default home;
