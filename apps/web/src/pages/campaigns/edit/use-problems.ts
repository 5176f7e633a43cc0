import {
  type CampaignDraft,
  campaignLimits,
  completionCurrency,
  type DraftProblem,
  draftProblems,
} from '@backlot/core';
import { useState } from 'react';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';

type Field = DraftProblem['field'];

/**
 * What is wrong with a draft, in words, field by field. A field is quiet until it was left once or Continue was
 * pressed: nobody is scolded while typing.
 */
export function useProblems(draft: CampaignDraft) {
  const texts = useTexts('campaigns');
  const formats = useFormats();
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const problems = draftProblems(draft, { payoutsActive: false });

  const limits: Partial<Record<Field, [number, number]>> = {
    personName: [1, campaignLimits.personNameMaxLength],
    title: [campaignLimits.titleMinLength, campaignLimits.titleMaxLength],
    brief: [0, campaignLimits.briefMaxLength],
    completionsWanted: [campaignLimits.completionsMin, campaignLimits.completionsMax],
  };

  function words({ field, problem }: DraftProblem): string {
    if (field === 'completionPriceMinor' && problem === 'missing') return texts.notAnAmount;
    if (field === 'completionPriceMinor') {
      const price = (minor: number) => formats.money(minor, completionCurrency);
      const max = price(campaignLimits.completionPriceMaxMinor);
      return texts.problem(field, problem, { min: price(0), max });
    }
    const [min, max] = limits[field] ?? [0, 0];
    return texts.problem(field, problem, { min: formats.number(min), max: formats.number(max) });
  }

  return {
    problems,
    words,
    /** The words for one field, once it was left. */
    of(field: Field): string | null {
      const found = left.has(field) ? problems.find((problem) => problem.field === field) : undefined;
      return found ? words(found) : null;
    },
    leave: (...fields: Field[]) => setLeft((known) => new Set([...known, ...fields])),
  };
}

export type Problems = ReturnType<typeof useProblems>;
