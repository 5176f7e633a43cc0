import { type MouseEvent, type ReactNode, useRef } from 'react';
import { useRoute } from 'wouter';
import { useTexts } from '../i18n/texts.tsx';
import { paths } from '../paths.ts';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { DisplayIcon, MenuIcon, PersonIcon } from '../ui/shell-icons.tsx';
import { DisplaySettings } from './display-settings.tsx';
import styles from './header.module.css';
import { Link, LinkButton } from './link.tsx';
import { Mark } from './mark.tsx';
import { useMovingVideos } from './moving-videos.ts';

/** Who is looking, as far as the header cares; null is a visitor, undefined is not known yet. */
export interface Viewer {
  name: string;
  email: string;
  avatarUrl: string | null;
  moderator: boolean;
}

/** @param props.within pattern of the pages that belong to it, when it is more than the one it leads to */
function NavLink({ href, within = href, children }: { href: string; within?: string; children: ReactNode }) {
  const [here] = useRoute(within);
  return (
    <Link href={href} className={styles.navLink} aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  );
}

/** How many videos are being made; takes no room of its own, so that nothing moves when it comes. */
function MovingMark() {
  const texts = useTexts('shell');
  const count = useMovingVideos();
  if (count === 0) return null;
  return (
    <>
      <span className={styles.count} aria-hidden="true">
        {count > 9 ? '9+' : count}
      </span>
      <span className="visually-hidden">, {texts.moving(count)}</span>
    </>
  );
}

/** A button and the panel it opens; the browser's own popover closes it by Escape or a press elsewhere. */
function Panel(props: {
  id: string;
  label: string;
  icon: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const panel = useRef<HTMLDivElement>(null);
  function closeAfterLink(click: MouseEvent) {
    if (click.target instanceof Element && click.target.closest('a, button')) panel.current?.hidePopover();
  }
  return (
    <div className={props.className}>
      <button
        type="button"
        popoverTarget={props.id}
        className={styles.opener}
        aria-label={props.label}
        title={props.label}
      >
        {props.icon}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only closes what the links inside leave behind */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click as well */}
      <div
        id={props.id}
        ref={panel}
        popover="auto"
        className={cx(styles.panel, 'raised')}
        onClick={closeAfterLink}
      >
        {props.children}
      </div>
    </div>
  );
}

export function Header({ viewer, onSignOut }: { viewer: Viewer | null | undefined; onSignOut(): void }) {
  const texts = useTexts('shell');
  const moving = useMovingVideos();
  // What comes later, when it is known who is looking, stands after what is there already: nothing moves.
  const nav = (
    <>
      <NavLink href={paths.newCampaign()}>{texts.newCampaign}</NavLink>
      {viewer === null ? <NavLink href={paths.plans()}>{texts.plans}</NavLink> : null}
      {viewer ? <NavLink href={paths.campaigns()}>{texts.campaigns}</NavLink> : null}
      {viewer ? (
        <NavLink href={paths.studioVideos()} within="/studio/*">
          {texts.studio}
          <MovingMark />
        </NavLink>
      ) : null}
      {viewer ? <NavLink href={paths.dashboard()}>{texts.dashboard}</NavLink> : null}
      {viewer?.moderator ? <NavLink href={paths.moderation()}>{texts.moderation}</NavLink> : null}
    </>
  );
  const account = viewer ? (
    <>
      <p className={styles.who}>
        <strong>{viewer.name}</strong>
        <span>{viewer.email}</span>
      </p>
      <NavLink href={paths.settings()}>{texts.settings}</NavLink>
      <button type="button" className={styles.navLink} onClick={onSignOut}>
        {texts.signOut}
      </button>
    </>
  ) : null;
  return (
    <header className={styles.header}>
      <div className={cx('page', styles.bar)}>
        <Link href={paths.home()} className={styles.brand} aria-label={texts.home}>
          <Mark />
          <span>{texts.brand}</span>
        </Link>
        <nav className={styles.nav} aria-label={texts.mainNavigation}>
          {nav}
        </nav>
        <div className={styles.end}>
          {viewer ? (
            <Panel
              id="account-panel"
              label={texts.account}
              icon={viewer.avatarUrl ? <Avatar url={viewer.avatarUrl} name="" size={28} /> : <PersonIcon />}
              className={styles.wideOnly}
            >
              {account}
            </Panel>
          ) : null}
          {viewer === null ? (
            <LinkButton href={paths.signIn()} size="small">
              {texts.signIn}
            </LinkButton>
          ) : null}
          <Panel id="display-panel" label={texts.display} icon={<DisplayIcon />} className={styles.wideOnly}>
            <DisplaySettings />
          </Panel>
          <Panel
            id="menu-panel"
            label={moving === 0 ? texts.menu : `${texts.menu}, ${texts.moving(moving)}`}
            icon={
              <>
                <MenuIcon />
                {moving === 0 ? null : <span className={styles.dot} />}
              </>
            }
            className={styles.narrowOnly}
          >
            <nav aria-label={texts.mainNavigation} className={styles.stack}>
              {nav}
            </nav>
            {account ? <div className={styles.stack}>{account}</div> : null}
            <DisplaySettings />
          </Panel>
        </div>
      </div>
    </header>
  );
}
