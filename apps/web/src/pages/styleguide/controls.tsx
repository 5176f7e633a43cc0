import { useState } from 'react';
import { useTexts } from '../../i18n/texts.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox, RadioCards } from '../../ui/choices.tsx';
import { ConfirmLoss } from '../../ui/dialog.tsx';
import { ArrowIcon, ChevronIcon, PauseIcon } from '../../ui/icons.tsx';
import { MoneyField, NumberField, TextArea, TextInput } from '../../ui/inputs.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Picks, Shape } from '../../ui/picks.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast-store.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { Section } from './section.tsx';
import styles from './styleguide.module.css';

const ratios = { '16:9': 16 / 9, '9:16': 9 / 16, '1:1': 1 };

export function Buttons() {
  const texts = useTexts('styleguide');
  return (
    <Section title={texts.sections.buttons}>
      <div className={styles.row}>
        <Button look="primary" icon={<ArrowIcon />}>
          {texts.start}
        </Button>
        <Button>{texts.save}</Button>
        <Button look="bare">{texts.cancel}</Button>
        <Button look="danger">{texts.remove}</Button>
        <Tooltip text={texts.busy}>
          <IconButton label={texts.busy} icon={<PauseIcon />} />
        </Tooltip>
      </div>
      <div className={styles.row}>
        <Button look="primary" busy>
          {texts.busy}
        </Button>
        <Button busy>{texts.busy}</Button>
        <Button look="primary" disabledReason={texts.payReason}>
          {texts.pay}
        </Button>
      </div>
    </Section>
  );
}

export function Fields() {
  const texts = useTexts('styleguide');
  const [title, setTitle] = useState('');
  const [short, setShort] = useState('Le');
  const [brief, setBrief] = useState('');
  const [wanted, setWanted] = useState<number | null>(25);
  const [price, setPrice] = useState<number | null>(1950);
  const [language, setLanguage] = useState('fr');
  return (
    <Section title={texts.sections.fields}>
      <div className={styles.two}>
        <TextInput label={texts.title_} hint={texts.titleHint} value={title} onChange={setTitle} />
        <TextInput label={texts.title_} error={texts.titleError} value={short} onChange={setShort} />
        <TextArea label={texts.brief} optional value={brief} onChange={setBrief} limit={2000} />
        <Select
          label={texts.language}
          options={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          value={language}
          onChange={setLanguage}
        />
        <NumberField label={texts.wanted} value={wanted} onChange={setWanted} min={1} max={1000} />
        <MoneyField label={texts.price} amountMinor={price} currency="USD" onChange={setPrice} />
      </div>
    </Section>
  );
}

export function Choices() {
  const texts = useTexts('styleguide');
  const [kind, setKind] = useState<'individual' | 'company' | 'agency'>('individual');
  const [kept, setKept] = useState(true);
  const [shape, setShape] = useState<keyof typeof ratios>('16:9');
  return (
    <Section title={texts.sections.choices}>
      <div className={styles.two}>
        <RadioCards<'individual' | 'company' | 'agency'>
          label={texts.kind}
          value={kind}
          onChange={setKind}
          choices={(['individual', 'company', 'agency'] as const).map((value) => ({
            value,
            title: texts.kinds[value][0] ?? '',
            text: texts.kinds[value][1],
            disabled: value === 'agency',
          }))}
        />
        <Picks<keyof typeof ratios>
          label={texts.shape}
          value={shape}
          onChange={setShape}
          picks={(['16:9', '9:16', '1:1'] as const).map((value) => ({
            value,
            label: value,
            picture: <Shape ratio={ratios[value]} />,
          }))}
        />
        <Picks<keyof typeof ratios>
          label={texts.shape}
          value={null}
          onChange={() => {}}
          error={texts.shapeError}
          picks={[{ value: '16:9', label: '16:9' }]}
        />
        <Checkbox label={texts.terms} hint={texts.termsHint} checked={kept} onChange={setKept} />
      </div>
    </Section>
  );
}

export function Overlays() {
  const texts = useTexts('styleguide');
  const [open, setOpen] = useState(false);
  const [tab, setTab] = useState<'film' | 'brief'>('film');
  return (
    <Section title={texts.sections.over}>
      <div className={styles.row}>
        <Menu
          trigger={<Button icon={<ChevronIcon />}>{texts.menu}</Button>}
          entries={[
            { label: texts.save, onSelect: () => toast(texts.stored) },
            { label: texts.remove, onSelect: () => setOpen(true), danger: true },
          ]}
        />
        <Button onClick={() => toast(texts.problem, 'bad')}>{texts.sections.notices}</Button>
        <ConfirmLoss
          open={open}
          title={texts.remove}
          text={texts.removeText}
          confirm={texts.remove}
          cancel={texts.cancel}
          onConfirm={() => setOpen(false)}
          onCancel={() => setOpen(false)}
        />
      </div>
      <Tabs<'film' | 'brief'>
        label={texts.film}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'film', label: texts.film, content: texts.noticeText },
          { value: 'brief', label: texts.brief, content: texts.titleHint },
        ]}
      />
    </Section>
  );
}
