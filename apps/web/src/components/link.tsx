import type { ComponentProps } from 'react';
import { Link as RouterLink } from 'wouter';
import { ButtonLink, type ButtonLinkProps } from '../ui/button.tsx';

/** A link inside the app. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  return <RouterLink href={href} {...rest} />;
}

/** A link inside the app that looks like a button. */
export function LinkButton({ href, ...rest }: ButtonLinkProps & { href: string }) {
  return (
    <RouterLink href={href} asChild>
      <ButtonLink {...rest} />
    </RouterLink>
  );
}
