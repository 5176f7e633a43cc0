import { campaignLimits, completionCurrency } from '@backlot/core';
import { PageTitle } from '../../../components/page-title.tsx';
import { type Language, languageNames, languages } from '../../../i18n/language.ts';
import { useFormats, useLanguage, useTexts } from '../../../i18n/texts.tsx';
import { MoneyField, NumberField, TextArea, TextInput } from '../../../ui/inputs.tsx';
import { Select } from '../../../ui/select.tsx';
import styles from './edit.module.css';
import type { DraftDesk } from './use-draft.ts';
import type { Problems } from './use-problems.ts';

export function TermsStep({ desk, problems }: { desk: DraftDesk; problems: Problems }) {
  const texts = useTexts('campaigns');
  const formats = useFormats();
  const language = useLanguage();
  const { draft, change } = desk;
  return (
    <>
      <PageTitle lead={texts.terms.lead}>{texts.terms.title}</PageTitle>
      <div className={styles.step}>
        <TextInput
          label={texts.fields.title}
          hint={texts.terms.titleHint(campaignLimits.titleMinLength, campaignLimits.titleMaxLength)}
          error={problems.of('title')}
          name="title"
          value={draft.title ?? ''}
          onChange={(title) => change({ title })}
          onBlur={() => problems.leave('title')}
        />
        <TextArea
          label={texts.fields.brief}
          hint={texts.terms.briefHint}
          optional
          error={problems.of('brief')}
          name="brief"
          limit={campaignLimits.briefMaxLength}
          value={draft.brief ?? ''}
          onChange={(brief) => change({ brief })}
          onBlur={() => problems.leave('brief')}
        />
        <NumberField
          label={texts.fields.completionsWanted}
          hint={texts.terms.wantedHint(formats.number(campaignLimits.completionsMax))}
          error={problems.of('completionsWanted')}
          min={campaignLimits.completionsMin}
          value={draft.completionsWanted ?? null}
          onChange={(completionsWanted) => change({ completionsWanted })}
          onBlur={() => problems.leave('completionsWanted')}
        />
        <MoneyField
          label={texts.fields.completionPriceMinor}
          hint={texts.terms.priceHint}
          error={problems.of('completionPriceMinor')}
          currency={completionCurrency}
          amountMinor={draft.completionPriceMinor ?? null}
          onChange={(completionPriceMinor) => change({ completionPriceMinor })}
          onBlur={() => problems.leave('completionPriceMinor')}
        />
        <Select<Language>
          label={texts.fields.language}
          hint={texts.terms.languageHint}
          error={problems.of('language')}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={draft.language ?? language}
          onChange={(next) => change({ language: next })}
        />
      </div>
    </>
  );
}
