/** Escapes text for HTML content and attribute values. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1a17; --paper: #faf8f5; --card: #fff; --line: #d9d3ca; --soft: #6b635a;
  --go: #1f5fbf; --on-go: #fff; --bad: #b3261e; --note: #fdf1d6; --on-note: #5c4300; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1ede8; --paper: #191613; --card: #24201c; --line: #463f38;
  --soft: #b3a99e; --go: #8ab4f8; --on-go: #0b1a30; --bad: #ff8a80; --note: #3d3010; --on-note: #ffe3a3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
.stand-in { background: var(--note); color: var(--on-note); margin: 0; padding: 8px 16px; text-align: center; font-size: 14px; }
main { max-width: 480px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 18px; font-weight: 500; margin: 0; color: var(--soft); }
.amount { font-size: 36px; font-weight: 650; font-variant-numeric: tabular-nums; margin: 4px 0 16px; }
ul.lines { list-style: none; margin: 0 0 24px; padding: 0; border-top: 1px solid var(--line); }
ul.lines li { display: flex; justify-content: space-between; gap: 16px; padding: 8px 0;
  border-bottom: 1px solid var(--line); }
form { display: grid; gap: 16px; }
fieldset { border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: 0; padding: 12px 16px 16px;
  display: grid; gap: 12px; }
legend { padding: 0 4px; font-weight: 600; }
label { display: grid; gap: 4px; font-size: 14px; }
label.choice { display: flex; gap: 8px; align-items: center; font-size: 16px; min-height: 40px; }
input:not([type=radio]) { font: inherit; font-size: 16px; width: 100%; padding: 9px 12px; min-height: 44px; border: 1px solid var(--line);
  border-radius: 6px; background: var(--paper); color: var(--ink); }
input[aria-invalid=true] { border-color: var(--bad); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.hint { color: var(--soft); font-size: 13px; margin: 0; }
button, a.button { font: inherit; font-weight: 600; min-height: 48px; padding: 10px 16px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--go); background: var(--go); color: var(--on-go); text-align: center; text-decoration: none; display: block; }
button.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
.error { border: 1px solid var(--bad); color: var(--bad); border-radius: 8px; padding: 10px 14px; margin: 0 0 16px; }
a { color: var(--go); }
:focus-visible { outline: 2px solid var(--go); outline-offset: 2px; }
.methods:has([value=card]:checked) ~ .debit, .methods:has([value=debit]:checked) ~ .card { display: none; }
.acts { display: grid; gap: 12px; margin-bottom: 24px; }
details { margin-top: 32px; font-size: 14px; color: var(--soft); }
td, th { text-align: left; padding: 2px 12px 2px 0; font-weight: 400; font-variant-numeric: tabular-nums; }
`;

/** A whole page; `body` is HTML already, `title` and `notice` are text. */
export function layout(page: { language: string; title: string; notice: string; body: string }): string {
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="stand-in">${escapeHtml(page.notice)}</header>
<main>
${page.body}
</main>
</body>
</html>
`;
}
