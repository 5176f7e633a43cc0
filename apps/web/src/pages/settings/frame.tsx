import type { ReactNode } from 'react';
import { useRoute } from 'wouter';
import { Link } from '../../components/link.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Me } from '../../components/session.ts';
import { useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import styles from './settings.module.css';

function Entry({ href, children }: { href: string; children: string }) {
  const [here] = useRoute(href);
  return (
    <Link href={href} className={styles.entry} aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  );
}

/** What all pages of the settings have around them: members only, one column, the way to the others. */
export function SettingsFrame({ title, children }: { title: string; children(me: Me): ReactNode }) {
  const { nav } = useTexts('settings');
  return (
    <MembersOnly>
      {(me) => (
        <Page width="form">
          <PageTitle over={nav.label}>{title}</PageTitle>
          <Stack>
            <nav aria-label={nav.label} className={styles.nav}>
              <Entry href={paths.settings()}>{nav.profile}</Entry>
              <Entry href={paths.settingsSessions()}>{nav.sessions}</Entry>
              <Entry href={paths.settingsBilling()}>{nav.billing}</Entry>
              <Entry href={paths.settingsUsage()}>{nav.usage}</Entry>
              <Entry href={paths.settingsData()}>{nav.data}</Entry>
              {me.role === 'operator' ? <Entry href={paths.operatorQuotas()}>{nav.quotas}</Entry> : null}
              {me.role === 'operator' ? <Entry href={paths.operatorRevenue()}>{nav.revenue}</Entry> : null}
              {me.role === 'operator' ? <Entry href={paths.operatorVideos()}>{nav.videos}</Entry> : null}
            </nav>
            {children(me)}
          </Stack>
        </Page>
      )}
    </MembersOnly>
  );
}
