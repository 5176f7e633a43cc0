import { html } from 'hono/html';
import { page } from '../dev-page/layout.ts';
import { knownAccounts } from './accounts.ts';

/** Who to be: known accounts, another address, or nobody. The request itself travels in the form's address. */
export function chooserPage(search: string) {
  const form = (account: { email: string; name: string }) => html`<li>
    <form method="post" action="choose${search}">
      <input type="hidden" name="email" value="${account.email}" />
      <input type="hidden" name="name" value="${account.name}" />
      <button>${account.name} · ${account.email}</button>
    </form>
  </li>`;
  return page({
    title: 'Choose an account',
    style: 'style.css',
    body: html`<h1>Choose an account</h1>
      <p class="quiet">A stand-in for Google on this machine. No password is asked for.</p>
      <ul class="rows">${knownAccounts.map(form)}</ul>
      <h2>Another account</h2>
      <form method="post" action="choose${search}">
        <label>Address <input type="email" name="email" required /></label>
        <label>Name <input name="name" value="Somebody" required /></label>
        <button>Continue</button>
      </form>
      <h2>Or do not</h2>
      <form method="post" action="deny${search}"><button>Deny</button></form>`,
  });
}

export const refusalPage = (error: string) =>
  page({
    title: 'Access blocked',
    style: 'style.css',
    body: html`<h1>Access blocked</h1><p role="alert">Error 400: ${error}</p>`,
  });
