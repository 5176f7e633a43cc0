import type { Control } from '@backlot/standins';

type Sessions = ReturnType<Control['sessions']>;

/** Pays on a page of the payment stand-in, as a person would with a card, and answers the checkout session's id. */
export type Till = (paymentPageUrl: string) => Promise<string>;

/** @param address of the stand-in, as the product is given it */
export function till(address: { protocol?: string; host?: string; port?: number }): Till {
  const control = `${address.protocol}://${address.host}:${address.port}/_control`;
  const ask = async (command: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${control}/${command}`, init);
    if (!answer.ok) throw new Error(`The payment stand-in answered ${answer.status} to ${command}.`);
    return answer.json();
  };
  return async (paymentPageUrl) => {
    const session = ((await ask('sessions')) as Sessions).find(({ url }) => url === paymentPageUrl);
    if (!session) throw new Error('The payment stand-in does not know the page to pay on.');
    await ask('pay', { method: 'POST', body: JSON.stringify({ session: session.id }) });
    return session.id;
  };
}
