import type { ReactNode } from 'react';

interface GearProps {
  className?: string | undefined;
}

/** Line drawings of things that stand around on a set, one stroke wide; what is lit is tungsten. */
function Gear({ className, lit, children }: GearProps & { lit: string; children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 160 120"
      width="160"
      height="120"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      {children}
      <path d={lit} stroke="var(--tungsten-text)" />
    </svg>
  );
}

/** A lamp on its stand with open barn doors: nothing shot yet. */
export const LampDrawing = (props: GearProps) => (
  <Gear {...props} lit="M44 36 22 26m22 24H16m28 14L22 74">
    <path d="M62 108 80 84l18 24M80 84V62m0 22v24M12 108h136" />
    <path d="M66 40h22a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H66Z" />
    <path d="M80 60v4m12-18h5v8h-5M66 40 52 30v40l14-10" />
  </Gear>
);

/** A folding chair: a queue with nobody in it. */
export const ChairDrawing = (props: GearProps) => (
  <Gear {...props} lit="M64 37h32">
    <path d="M12 108h136M52 108l56-44m0 44L52 64m-4 0h64M54 64V30m52 34V30M48 52h10m44 0h10" />
    <path d="M54 30h52v14H54Z" />
  </Gear>
);

/** A camera on its tripod: no film here yet. */
export const CameraDrawing = (props: GearProps) => (
  <Gear {...props} lit="M64 51h4m-2-2v4">
    <path d="M12 108h136M80 72l-22 36m22-36 22 36m-22-36v36" />
    <path d="M58 44h40v24H58Zm40 6 12-6v24l-12-6M62 44V30h14v14m4 0V34h12v10M76 68v4h8v-4" />
    <path d="M58 50h-8v10h8" />
  </Gear>
);

/** A stage door, ajar: light falls through. */
export const DoorDrawing = (props: GearProps) => (
  <Gear {...props} lit="M62 44v60m8-60v60m8-60v60M60 110l-8 6m18-6-4 6m14-6v6">
    <path d="M12 104h44m48 0h44M36 104V24h88v80M56 104V44h48v60" />
    <path d="M104 44 84 38v74l20-8M88 76v4" />
  </Gear>
);
