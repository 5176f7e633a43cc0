/** Says a line to assistive technology through the live region that the shell holds. */
export function announce(text: string) {
  const region = document.getElementById(announcerId);
  if (region) region.textContent = text;
}

export const announcerId = 'announcer';
