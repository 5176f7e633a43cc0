import type { AppRouter } from '@backlot/api';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { House } from './house.ts';
import { until } from './until.ts';

export type Person = Awaited<ReturnType<typeof signIn>>;

/** A client with a cookie jar of its own, as a browser would call: same origin, typed, no generated code. */
export function visitor(house: Pick<House, 'publicUrl'>) {
  const jar = new Map<string, string>();
  const call: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', house.publicUrl);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${house.publicUrl}/api/trpc`, fetch: call as never })],
  });
  return { api, jar, call };
}

/** Signs an address in by the mail that arrives. */
export async function signIn(house: House, email: string) {
  const person = visitor(house);
  const known = house.mail
    .messages()
    .filter((one) => one.to.includes(email) && one.text.includes('token=')).length;
  await person.api.auth.askLink.mutate({ email, language: 'en', returnTo: '/campaigns' });
  const token = await signInTokenFor(house, email, known);
  await person.api.auth.useLink.mutate({ token });
  return { ...person, email };
}

/** The token in the newest mail to an address, once more than `known` have come. */
export async function signInTokenFor(house: House, email: string, known = 0): Promise<string> {
  const tokens = () =>
    house.mail
      .messages()
      .filter((one) => one.to.includes(email))
      .flatMap((one) => /sign-in\/link\?token=([\w.-]+)/.exec(one.text)?.[1] ?? []);
  const [newest] = await until('the mail', tokens, (all) => all.length > known);
  return newest ?? '';
}
