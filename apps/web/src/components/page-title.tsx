import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { announce } from './announcer.ts';
import styles from './page-title.module.css';

/** The address whose heading was shown last; the first page of a visit keeps the browser's own focus. */
let shownAddress: string | null = null;

/** Going back or forward: the browser itself returns to where the page was scrolled. */
let wentBack = false;
addEventListener('popstate', () => {
  wentBack = true;
});

/**
 * The h1 of a page. Sets the document's title, and after a navigation takes the focus and is announced, so that people
 * who do not see the page change know where they are.
 */
export function PageTitle(props: {
  children: string;
  /** Smaller line above: where this page belongs. */
  over?: ReactNode;
  /** Line below. */
  lead?: ReactNode;
  /** At the right on wide screens. */
  actions?: ReactNode;
  /** For the window, when it should differ from the heading. */
  documentTitle?: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [address] = useLocation();
  const title = props.documentTitle ?? props.children;
  useEffect(() => {
    document.title = title === 'Backlot' ? title : `${title} · Backlot`;
  }, [title]);
  useEffect(() => {
    if (shownAddress !== null && shownAddress !== address) {
      if (!wentBack) scrollTo(0, 0);
      wentBack = false;
      heading.current?.focus({ preventScroll: true });
      announce(document.title);
    }
    shownAddress = address;
  }, [address]);
  return (
    <header className={styles.title}>
      <div className={styles.words}>
        {props.over ? <p className={styles.over}>{props.over}</p> : null}
        <h1 ref={heading} tabIndex={-1}>
          {props.children}
        </h1>
        {props.lead ? <div className={styles.lead}>{props.lead}</div> : null}
      </div>
      {props.actions ? <div className={styles.actions}>{props.actions}</div> : null}
    </header>
  );
}
