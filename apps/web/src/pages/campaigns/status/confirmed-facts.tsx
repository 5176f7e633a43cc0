import { completionCurrency } from '@backlot/core';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { Card, Facts } from '../../../ui/card.tsx';
import { Hash } from '../../../ui/hash.tsx';
import type { Campaign } from './status.tsx';

/** What was confirmed: it does not change any more. */
export function ConfirmedFacts({ campaign }: { campaign: Campaign }) {
  const texts = useTexts('campaign').facts;
  const formats = useFormats();
  const { draft, film, order, price } = campaign;
  const completion = draft.completionPriceMinor ?? 0;
  const refunded = order?.refunded.amountMinor ? order.refunded : null;
  return (
    <Card aria-labelledby="confirmed">
      <h2 id="confirmed">{texts.title}</h2>
      <Facts
        facts={[
          { name: texts.by, value: draft.personName ?? '—' },
          { name: texts.price, value: formats.money(price.amountMinor, price.currency) },
          ...(refunded
            ? [{ name: texts.refunded, value: formats.money(refunded.amountMinor, refunded.currency) }]
            : []),
          { name: texts.wanted, value: formats.number(draft.completionsWanted ?? 0) },
          {
            name: texts.completionPrice,
            value: completion === 0 ? texts.free : formats.money(completion, completionCurrency),
          },
          ...(film
            ? [
                { name: texts.film, value: film.originalName },
                ...(film.durationMs === null
                  ? []
                  : [{ name: texts.duration, value: formats.timeCode(film.durationMs / 1000) }]),
                { name: texts.size, value: formats.bytes(film.sizeBytes) },
                { name: texts.hash, value: <Hash value={film.sha256} name={texts.hashName} /> },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
