import { campaignLimits } from '@backlot/core';
import { PageTitle } from '../../../components/page-title.tsx';
import { useTexts } from '../../../i18n/texts.tsx';
import { TextInput } from '../../../ui/inputs.tsx';
import styles from './edit.module.css';
import type { DraftDesk } from './use-draft.ts';
import type { Problems } from './use-problems.ts';

export function WhoStep({ desk, problems }: { desk: DraftDesk; problems: Problems }) {
  const texts = useTexts('campaigns');
  return (
    <>
      <PageTitle lead={texts.who.lead}>{texts.who.title}</PageTitle>
      <div className={styles.step}>
        <TextInput
          label={texts.fields.personName}
          hint={texts.who.nameHint(campaignLimits.personNameMaxLength)}
          error={problems.of('personName')}
          name="personName"
          autoComplete="name"
          value={desk.draft.personName ?? ''}
          onChange={(personName) => desk.change({ personName })}
          onBlur={() => problems.leave('personName')}
        />
      </div>
    </>
  );
}
