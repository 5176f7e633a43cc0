import type { MailWords } from './templates.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe inside HTML text and attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);

/** Lays a mail out, as text and as HTML; everything that varies is escaped here and nowhere else. */
export function writeMail(
  words: MailWords,
  language: string,
): { subject: string; text: string; html: string } {
  const text = [...words.lines, '', `${words.button.label}: ${words.button.href}`, '', words.foot].join('\n');
  const paragraphs = words.lines.map((line) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`).join('');
  const html = `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(words.subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#faf7f2;color:#2a2520;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:520px;margin:0 auto"><p style="margin:0 0 24px;font-weight:700">Backlot</p>${paragraphs}
<p style="margin:24px 0"><a href="${escapeHtml(words.button.href)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#8a5200;color:#fff;text-decoration:none">${escapeHtml(words.button.label)}</a></p>
<p style="margin:0;color:#6b635a;font-size:14px">${escapeHtml(words.foot)}</p></div></body></html>`;
  return { subject: words.subject, text, html };
}
