/** A stage door, ajar: the light inside falls out. The same drawing as `public/mark.svg`. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M4 26V6h24v20"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path d="M13.5 10h5.5v16l5 4H8l5.5-4z" fill="var(--tungsten)" />
    </svg>
  );
}
