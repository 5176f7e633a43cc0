import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  tone: 'good' | 'bad';
  text: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says what just happened, where no place on the page is left to say it. */
export function toast(text: string, tone: Toast['tone'] = 'good') {
  lastId += 1;
  set([...toasts.slice(-2), { id: lastId, tone, text }]);
}

/** Takes a line away. */
export function dismiss(id: number) {
  set(toasts.filter((known) => known.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => toasts);
}
