import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Me } from '../../components/session.ts';
import { type TabLink, TabLinks } from '../../components/tab-links.tsx';
import { useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';

/** The pages of the settings, and those that only the operator has. */
function useEntries(me: Me): TabLink[] {
  const { nav } = useTexts('settings');
  const [here] = useLocation();
  const entry = (href: string, label: string): TabLink => ({ href, label, current: href === here });
  return [
    entry(paths.settings(), nav.profile),
    entry(paths.settingsSessions(), nav.sessions),
    entry(paths.settingsBilling(), nav.billing),
    entry(paths.settingsUsage(), nav.usage),
    entry(paths.settingsData(), nav.data),
    ...(me.role === 'operator'
      ? [
          entry(paths.operatorQuotas(), nav.quotas),
          entry(paths.operatorRevenue(), nav.revenue),
          entry(paths.operatorVideos(), nav.videos),
        ]
      : []),
  ];
}

function Entries({ me }: { me: Me }) {
  const { nav } = useTexts('settings');
  return <TabLinks label={nav.label} links={useEntries(me)} />;
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
            <Entries me={me} />
            {children(me)}
          </Stack>
        </Page>
      )}
    </MembersOnly>
  );
}
