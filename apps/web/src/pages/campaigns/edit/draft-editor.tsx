import { useRef } from 'react';
import { useLocation } from 'wouter';
import { ActionBar } from '../../../components/action-bar.tsx';
import { useKeptFilm } from '../../../components/kept-films.ts';
import { Link } from '../../../components/link.tsx';
import { Page, Stack } from '../../../components/page.tsx';
import { useTexts } from '../../../i18n/texts.tsx';
import { type EditStep, editSteps, paths } from '../../../paths.ts';
import type { RouterOutputs } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Steps } from '../../../ui/steps.tsx';
import { Discard } from './discard.tsx';
import styles from './edit.module.css';
import { FilmStep } from './film-step.tsx';
import { RecapStep } from './recap-step.tsx';
import { SavedNote } from './saved-note.tsx';
import { TermsStep } from './terms-step.tsx';
import { useDraft } from './use-draft.ts';
import { useProblems } from './use-problems.ts';
import { WhoStep } from './who-step.tsx';

export type Campaign = RouterOutputs['campaigns']['get'];

/** One draft on the desk: its strip, the step at hand, and the way on. */
export function DraftEditor({ campaign, step }: { campaign: Campaign; step: EditStep }) {
  const texts = useTexts('campaigns').edit;
  const { campaignId } = campaign;
  const [, goTo] = useLocation();
  const desk = useDraft(campaignId, campaign.draft);
  const problems = useProblems(desk.draft);
  const kept = useKeptFilm(campaignId);
  const form = useRef<HTMLFormElement>(null);
  const at = editSteps.indexOf(step);
  const filmElsewhere = Boolean(desk.draft.film) && kept === null;

  function open(problemStep: EditStep): boolean {
    return (
      problems.problems.some((problem) => problem.step === problemStep) ||
      (problemStep === 'film' && filmElsewhere)
    );
  }

  function goOn() {
    const inStep = problems.problems.filter((problem) => problem.step === step);
    problems.leave(...inStep.map((problem) => problem.field));
    void desk.flush();
    const next = editSteps[at + 1];
    if (!open(step) && next) {
      goTo(paths.editCampaign(campaignId, next));
      return;
    }
    // After the errors are drawn, the first field that has one takes the focus.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  const previous = editSteps[at - 1];
  return (
    <Page>
      <div className={styles.strip}>
        <Steps
          label={texts.strip}
          current={step}
          steps={editSteps.map((id) => ({ id, label: texts.steps[id], done: id !== 'recap' && !open(id) }))}
          link={(frame, content) => (
            <Link
              href={paths.editCampaign(campaignId, frame.id as EditStep)}
              onClick={() => void desk.flush()}
            >
              {content}
            </Link>
          )}
        />
      </div>
      <form
        ref={form}
        noValidate
        onBlur={() => void desk.flush()}
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        {step === 'who' ? <WhoStep desk={desk} problems={problems} /> : null}
        {step === 'film' ? (
          <FilmStep campaignId={campaignId} kept={kept} desk={desk} problems={problems} />
        ) : null}
        {step === 'terms' ? <TermsStep desk={desk} problems={problems} /> : null}
        {step === 'recap' ? (
          <RecapStep campaign={campaign} desk={desk} problems={problems} filmElsewhere={filmElsewhere} />
        ) : (
          <ActionBar>
            <Button type="submit" look="primary">
              {texts.next}
            </Button>
            {previous ? (
              <Button onClick={() => goTo(paths.editCampaign(campaignId, previous))}>{texts.back}</Button>
            ) : null}
          </ActionBar>
        )}
      </form>
      <Stack gap={12}>
        <div className={styles.foot}>
          <SavedNote state={desk.state} />
          <Discard campaignId={campaignId} onDiscarded={desk.forget} />
        </div>
      </Stack>
    </Page>
  );
}
