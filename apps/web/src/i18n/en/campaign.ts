/** Texts of one campaign after Confirm: money, upload, review, page. */
const campaign = {
  back: 'Campaigns',
  road: 'Where it stands',
  marks: { paid: 'Payment', sent: 'Upload', verified: 'Check', reviewed: 'Review', public: 'Page' },
  paymentComing: {
    title: 'The payment is being confirmed',
    text: 'This page goes on by itself as soon as the payment provider tells us. Some ways to pay take days; you can close the page. Nothing is sent before.',
  },
  toPay: {
    title: 'Waiting for the payment',
    text: 'The film is kept in this browser. Go on to the payment page whenever you like.',
    action: 'Go to the payment page',
  },
  left: {
    title: 'You left the payment page',
    text: 'Nothing was charged and nothing was sent. The film is still here.',
  },
  failed: {
    title: 'The payment failed',
    text: 'Nothing was charged. Try again with another card or another way; the film need not be picked again.',
    action: 'Try again to pay',
  },
  expired: {
    title: 'The payment page has expired',
    text: 'Nothing was charged. Open a new one; the film need not be picked again.',
    action: 'Open a new payment page',
  },
  uploading: {
    title: 'The film is on its way to storage',
    text: 'You can go on to other pages; the tray stays with you. Closing this tab pauses the upload.',
    begins: 'The upload begins in a moment.',
  },
  verifying: {
    title: 'Every byte is being verified',
    text: 'Size, SHA-256 over the whole film, container and duration. Until it is done, this browser keeps its copy.',
  },
  refusal: {
    size: 'What arrived had another size than promised. The upload starts over.',
    sha256: 'What arrived had another SHA-256 than promised. The upload starts over.',
    container: 'What arrived was not the container that was promised. The upload starts over.',
    duration: 'What arrived had another duration than promised. The upload starts over.',
    missing: 'Parts were missing in storage. The upload starts over.',
  },
  review: {
    title: 'With the moderators',
    text: 'The film is stored and verified; the copy in this browser is deleted. A person looks at it now.',
  },
  changes: {
    title: 'A moderator asks for a change',
    text: 'Bring a new film. There is nothing more to pay.',
    action: 'Bring a new film',
  },
  rejected: {
    title: 'The film was refused',
    text: 'The reason given stands below.',
    appealUntil: (date: string) => `You may appeal once, until ${date}. Another look is taken by a person.`,
    noAppeal: 'There is no further appeal.',
    appeal: 'Your appeal',
    appealHint: 'What should the moderator know who looks again?',
    send: 'Appeal',
    appealMissing: 'Write why the film should be looked at again.',
    sent: 'Your appeal is with the moderators.',
  },
  reason: 'Reason',
  publishing: { title: 'Approved', text: 'The film is being put in its place. Its page opens in a moment.' },
  published: {
    title: 'Published',
    text: 'The film has its own page. Everyone with the address can watch it.',
    action: 'Open the page',
  },
  refundComing: {
    title: 'The money is on its way back',
    text: 'The campaign has ended. The refund is with the payment provider.',
  },
  refunded: {
    title: 'Refunded',
    text: (amount: string) => `${amount} went back to the card. It may take some days to show there.`,
  },
  disputed: {
    title: 'The payment is disputed',
    text: 'Your bank asked for it back. The campaign rests until that is settled.',
  },
  facts: {
    title: 'What was confirmed',
    price: 'Price',
    film: 'Film',
    size: 'Size',
    duration: 'Duration',
    hash: 'SHA-256',
    hashName: 'the SHA-256',
    by: 'By',
    wanted: 'Completions wanted',
    completionPrice: 'Price of a completion',
    free: 'free',
    refunded: 'Refunded',
  },
  refund: {
    action: 'Take the money back',
    title: 'Take the money back and end this campaign?',
    text: (price: string) =>
      `${price} goes back to the card and the campaign ends. The film is not sent. This cannot be undone.`,
    confirm: 'End the campaign and refund',
    keep: 'Keep the campaign',
    note: 'Until the upload has begun, the whole amount can go back.',
  },
};
export default campaign;
