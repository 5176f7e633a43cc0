import { type BroughtPicture, pictureRules } from '@backlot/core';
import { useEffect, useState } from 'react';
import { isAbort } from '../film/errors.ts';
import { useFormats, useTexts } from '../i18n/texts.tsx';
import { trpc } from '../trpc.ts';
import { useErrorText } from './api-error.tsx';
import { PictureRefused, type PictureStep, sendPicture } from './send-picture.ts';

/** A picture on its way; `preview` shows it at once. */
export type PictureWork = { step: PictureStep; totalBytes: number; preview: string; stop: AbortController };

/** Brings pictures for one use, one at a time, and says in words what was wrong with one. */
export function useSendPicture(purpose: BroughtPicture, onSent: (assetId: string, file: File) => unknown) {
  const texts = useTexts('picture');
  const formats = useFormats();
  const errorText = useErrorText();
  const { client } = trpc.useUtils();
  const [work, setWork] = useState<PictureWork | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useLeavingAsks(work !== null);

  async function take(file: File) {
    const stop = new AbortController();
    const preview = URL.createObjectURL(file);
    setProblem(null);
    setWork({ step: { at: 'preparing', sentBytes: 0 }, totalBytes: file.size, preview, stop });
    try {
      const onStep = (step: PictureStep) => setWork((known) => known && { ...known, step });
      const { assetId } = await sendPicture(client, purpose, file, { signal: stop.signal, onStep });
      await onSent(assetId, file);
    } catch (error) {
      if (!isAbort(error)) setProblem(error);
    } finally {
      setWork(null);
      URL.revokeObjectURL(preview);
    }
  }

  function words(error: unknown): string {
    if (!(error instanceof PictureRefused)) return errorText(error);
    return error.problem === 'too_large'
      ? texts.refusals.too_large(formats.bytes(pictureRules.sizeBytesMax))
      : texts.refusals[error.problem];
  }

  return { work, take, setProblem, problem: problem ? words(problem) : null };
}

/** Whoever leaves the page while a picture is on its way is asked. */
function useLeavingAsks(working: boolean) {
  useEffect(() => {
    if (!working) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [working]);
}
