import { cx } from '../ui/cx.ts';
import styles from '../ui/tabs.module.css';
import { Link } from './link.tsx';

export interface TabLink {
  href: string;
  label: string;
  current: boolean;
  /** How many are there; `''` while that is not known keeps its room. */
  count?: string;
}

/** The pages of one thing, side by side: what tabs are to the eye, and links to everything else. */
export function TabLinks({ label, links }: { label: string; links: readonly TabLink[] }) {
  return (
    <nav className={cx(styles.list, styles.wrapping)} aria-label={label}>
      {links.map(({ href, label: name, current, count }) => (
        <Link key={href} href={href} className={styles.tab} aria-current={current ? 'page' : undefined}>
          {name}
          {count === undefined ? null : <span className={styles.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
