import type { Look } from '../studio/camera.ts';

export type Shot = {
  /** Of the GLSL beside this file, of the film and of its poster. */
  name: string;
  seconds: number;
  posterAt: number;
  /** Of the film; the poster is drawn in full. */
  detail: number;
  look: Look;
};

const stock: Look = {
  exposure: 1,
  bloom: 0.12,
  grain: 0.018,
  vignette: 0.55,
  shadows: [0.0012, 0.001, 0.0014],
  exposures: 4,
  detail: 1,
};

/** Every film of the demo. */
export const shots: readonly Shot[] = [
  { name: 'lamp', seconds: 7, posterAt: 3, detail: 1, look: { ...stock, bloom: 0.16 } },
  { name: 'rain', seconds: 5, posterAt: 4, detail: 0.75, look: stock },
  { name: 'sea', seconds: 6, posterAt: 3, detail: 0.75, look: { ...stock, bloom: 0.1, vignette: 0.35 } },
  { name: 'projector', seconds: 5, posterAt: 2, detail: 0.75, look: stock },
  { name: 'lanterns', seconds: 5, posterAt: 3, detail: 0.7, look: { ...stock, bloom: 0.16 } },
  { name: 'bokeh', seconds: 5, posterAt: 2, detail: 0.6, look: stock },
  { name: 'smoke', seconds: 5, posterAt: 3, detail: 0.55, look: stock },
  { name: 'snow', seconds: 5, posterAt: 3, detail: 0.75, look: stock },
];
