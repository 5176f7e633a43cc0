import type { ErrorCode } from '@backlot/core';

/** What happened and what to do next, for every code of the api; RATE_LIMITED_FOR where the wait is known, the way out. */
const errors: Record<ErrorCode | 'UNREACHABLE' | 'RATE_LIMITED_FOR' | 'QUOTA_EXCEEDED_WAY', string> = {
  BAD_INPUT: 'Something in what was sent is not as it should be. Check the fields and try again.',
  BAD_SIGNATURE: 'The signature does not fit. Nothing was changed.',
  ORIGIN_REFUSED: 'This request did not come from our own pages. Reload the page and try again.',
  NOT_SIGNED_IN: 'You are signed out. Sign in, and go on where you were.',
  LINK_INVALID:
    'This link was used already, is older than 15 minutes, or was asked for in another browser. Ask for a new one here.',
  GOOGLE_SIGN_IN_INVALID:
    'This sign-in by Google was used already, is older than 15 minutes, or was begun in another browser. Begin again here.',
  GOOGLE_DENIED: 'Google was not allowed to tell us your address, so nobody was signed in.',
  EMAIL_NOT_VERIFIED:
    'Google has not verified the address of this account yet. Verify it there, or have a link sent to the address.',
  DELETION_PENDING: 'This account is to be erased. Keep it, and go on where you were.',
  SUBSCRIPTION_RUNNING:
    'A subscription of this account is still running. Reload the page: then you are asked whether it ends with the account.',
  WRONG_SECRET: 'The secret that came with the message is not the right one.',
  VIDEO_REFUSED: 'The provider will not make this video. Say it in other words.',
  ORIGINAL_GONE:
    'The provider does not have this video any more, or does not answer. Try later, or ask for the video again.',
  VIDEO_PROVIDER_MISSING: 'Nobody is set up to make videos here yet.',
  NOT_FOUND: 'There is nothing here for you.',
  WRONG_STATE: 'This has changed in the meantime. The page now shows how it stands.',
  DRAFT_INCOMPLETE: 'Something is still missing before you can confirm.',
  FILM_REFUSED: 'The film breaks a rule and was not taken.',
  DIFFERENT_FILM: 'This is another film than the one that was paid for.',
  PART_REFUSED: 'A part of the film did not arrive as it was sent. It is sent again.',
  UPLOAD_INCOMPLETE: 'Parts of the film are still missing. The upload goes on.',
  CLAIM_LOST: 'Another moderator holds this film now, or your 15 minutes are over.',
  USAGE_REFUSED: 'This usage cannot be counted.',
  QUOTA_EXCEEDED: 'This would go beyond what your plan holds.',
  QUOTA_EXCEEDED_WAY: 'See your usage',
  OWN_FILM: 'This film is your own: another moderator has to decide.',
  TOO_LARGE: 'That is too large to be sent.',
  RATE_LIMITED: 'That was a lot in a short time. Wait a few seconds and try again.',
  RATE_LIMITED_FOR: 'That was a lot in a short time. Nothing was lost; go on in {wait}.',
  PROVIDER_UNAVAILABLE: 'A service that we need does not answer. Nothing was lost; try again in a minute.',
  DOWNLOAD_FAILED: 'The file could not be fetched from where it lies. Please try again later.',
  OUT_OF_ORDER: 'Something that must come first has not arrived yet. Try again in a moment.',
  SUPERSEDED: 'A newer reading is under way. Try again in a moment.',
  INTERNAL: 'Something broke on our side. Nothing was lost; try again.',
  UNREACHABLE: 'Our server cannot be reached. Check the connection and try again.',
};
export default errors;
