import { Icon, type IconProps } from './icon.tsx';

export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m4.5 10.5 3.5 3.5 7.5-8" />
  </Icon>
);
export const ChevronIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m6 8 4 4 4-4" />
  </Icon>
);
export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m5.5 5.5 9 9m0-9-9 9" />
  </Icon>
);
export const CopyIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M7.5 7.5v-3h8v8h-3m-8-5h8v8h-8z" />
  </Icon>
);
export const InfoIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 9.5V14m0-7.5v.01M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z" />
  </Icon>
);
export const PlayIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.5 4.5v11l9-5.5Z" fill="currentColor" />
  </Icon>
);
export const PauseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M7 4.5v11m6-11v11" strokeWidth="2.5" />
  </Icon>
);
export const SoundIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 8v4h2.7l3.8 3V5L6.2 8Zm9.5.2a2.6 2.6 0 0 1 0 3.6m2-5.6a5.4 5.4 0 0 1 0 7.6" />
  </Icon>
);
export const MutedIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 8v4h2.7l3.8 3V5L6.2 8Zm9.3.3 3.4 3.4m0-3.4-3.4 3.4" />
  </Icon>
);
export const FullscreenIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 7.5V4h3.5M12.5 4H16v3.5m0 5V16h-3.5m-5 0H4v-3.5" />
  </Icon>
);
export const ArrowIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 10h12m-4.5-4.5L16 10l-4.5 4.5" />
  </Icon>
);
export const BackIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M16 10H4m4.5-4.5L4 10l4.5 4.5" />
  </Icon>
);
export const LockIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5 9h10v7H5Zm2-.2V7a3 3 0 0 1 6 0v1.8" />
  </Icon>
);
export const FilmIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 5h13v10h-13Zm3 0v10m7-10v10m-10-5h3m7 0h3" />
  </Icon>
);
export const PlusIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 4.5v11m-5.5-5.5h11" />
  </Icon>
);
