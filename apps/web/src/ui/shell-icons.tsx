import { Icon, type IconProps } from './icon.tsx';

// Apart from the others because they are in the first chunk of every page.
export const WarningIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 8v3.5m0 2.5v.01M10 3.2 2.8 16h14.4Z" />
  </Icon>
);
export const MenuIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 6.5h13m-13 4h13m-13 4h13" />
  </Icon>
);
export const DisplayIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="6.5" />
    <path d="M10 3.5v13a6.5 6.5 0 0 0 0-13Z" fill="currentColor" />
  </Icon>
);
export const PersonIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 6.2c.8-2.6 3.2-3.7 6-3.7s5.2 1.1 6 3.7" />
  </Icon>
);
