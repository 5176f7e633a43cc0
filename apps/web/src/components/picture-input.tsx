import { pictureRules } from '@backlot/core';
import type { Ref } from 'react';

/** Where a picture is chosen from the machine's files; out of sight, pressed by a button of the page's own. */
export function PictureInput(props: { ref: Ref<HTMLInputElement>; label: string; onPick(file: File): void }) {
  return (
    <input
      ref={props.ref}
      type="file"
      hidden
      accept={pictureRules.contentTypes.join()}
      aria-label={props.label}
      onChange={(event) => {
        const file = event.target.files?.[0];
        // The same file may be chosen again.
        event.target.value = '';
        if (file) props.onPick(file);
      }}
    />
  );
}
