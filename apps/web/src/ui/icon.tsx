import type { ReactNode } from 'react';

export interface IconProps {
  /** Edge in px. */
  size?: number;
  className?: string | undefined;
}

interface FrameProps extends IconProps {
  children: ReactNode;
}

/** Icons are decoration: the name is always said by the control around them. */
export function Icon({ size = 20, className, children }: FrameProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      {children}
    </svg>
  );
}
