// Runs before the first paint, as an external classic script: the Content-Security-Policy allows no inline one.
// Keys and values are those of src/components/preferences.ts.
(() => {
  const root = document.documentElement;
  let theme = 'night';
  let language = '';
  try {
    theme = localStorage.getItem('backlot.theme') || 'night';
    language = localStorage.getItem('backlot.language') || '';
  } catch {
    // Storage may be closed to us (private windows, policies): the defaults stand.
  }
  if (theme === 'system') theme = matchMedia('(prefers-color-scheme: light)').matches ? 'day' : 'night';
  root.dataset.theme = theme;
  const known = language === 'en' || language === 'fr' ? language : '';
  const first = navigator.languages.find((tag) => /^(en|fr)\b/i.test(tag)) || 'en';
  root.lang = known || first.slice(0, 2).toLowerCase();

  // The texts that the first page will ask for, on their way before the script that asks. Shell first, then home.
  const texts = (root.lang === 'fr' ? root.dataset.textsFr : root.dataset.textsEn) || '';
  const wanted = texts.split(' ').slice(0, location.pathname === '/' ? 2 : 1);
  for (const href of wanted.filter(Boolean)) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.crossOrigin = 'anonymous';
    link.href = href;
    document.head.append(link);
  }
})();
