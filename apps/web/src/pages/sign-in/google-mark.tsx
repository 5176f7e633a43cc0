/** Google's letter in one colour, so that it stands quietly beside our own icons. Drawn by us. */
export const GoogleMark = () => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.2"
    aria-hidden="true"
  >
    <path d="M16 5.6A7.2 7.2 0 1 0 17.2 10H10.4" />
  </svg>
);
