import { useTexts } from '../../i18n/texts.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LampDrawing } from '../../ui/gear.tsx';

/** The grid of films before there is one. */
export default function NothingShowing() {
  const texts = useTexts('home').nothing;
  return <Empty drawing={<LampDrawing />} title={texts.title} text={texts.text} level={3} />;
}
