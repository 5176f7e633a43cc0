/** Texts of the public page of a campaign. */
const watch = {
  by: (name: string) => `by ${name}`,
  published: (date: string) => `Published on ${date}`,
  brief: 'Brief',
  share: 'Copy the address',
  shared: 'The address is copied.',
  start: 'Start a campaign of your own',
};
export default watch;
