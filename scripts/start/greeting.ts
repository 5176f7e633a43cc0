/** Somebody who can sign in to the demo, and what for. */
export type DemoAccount = { email: string; about: string };

/** What a person reads when all is up: the one address, and who to be. */
export function greeting(publicUrl: string, accounts: DemoAccount[]): string {
  const width = Math.max(...accounts.map(({ email }) => email.length), 0);
  const people = accounts.map(({ email, about }) => `    ${email.padEnd(width)}  ${about}`);
  return [
    '',
    `  Backlot is ready at ${publicUrl}`,
    '',
    ...(people.length > 0 ? ['  Sign in as', ...people, ''] : []),
    '  Mails (sign-in links too), payments and storage are at /dev. Ctrl-C stops everything.',
    '',
  ].join('\n');
}
