/** Texts of bringing a picture. */
const picture = {
  preparing: 'Getting ready',
  sending: 'Sending the picture',
  checking: { avatar: 'Checking and cutting it square', seed: 'Checking it' },
  cancel: 'Cancel',
  refusals: {
    too_large: (limit: string) => `The file is larger than ${limit}. Choose a smaller one.`,
    image_type: 'This is no JPEG, PNG or WebP, whatever its name says. Choose another file.',
    image_animated: 'The picture moves. Choose one that stands still.',
    image_too_large: 'The picture has more than 48 million pixels. Make it smaller first.',
    image_damaged: 'The picture is damaged or cut off. Choose another file.',
    broken: 'The picture did not arrive as it was sent. Try again.',
    replaced: 'Another picture was chosen in the meantime.',
  },
};
export default picture;
