import type { CampaignDraft } from '@backlot/core';
import type { FilmName } from './film-files.ts';

export type DemoCampaign = {
  /** How far along the road it is brought. */
  goal: 'draft' | 'to_pay' | 'in_review' | 'published';
  film: FilmName | null;
  terms: CampaignDraft & { title: string };
};

const creator = 'Demo creator';
const studio = 'Studio de démonstration';
const english = { language: 'en', completionPriceMinor: 0 } as const;
const french = { language: 'fr', completionPriceMinor: 0 } as const;

/**
 * The campaigns of the demo in the order in which they are made; home shows the last one first. Once the last is public the
 * demo is complete, and whatever a person then does to any of them is theirs.
 */
export const campaigns: readonly DemoCampaign[] = [
  {
    goal: 'draft',
    film: null,
    terms: {
      ...english,
      personName: creator,
      title: 'Neon, reflected',
      brief: 'Find a sign that only reads right in a puddle.',
    },
  },
  {
    goal: 'to_pay',
    film: 'snow',
    terms: {
      ...french,
      personName: studio,
      title: 'La première neige',
      brief:
        'Un réverbère, la nuit, et la neige qui commence. Filmez les trente premières secondes, avant que quelqu’un ne marche dessus.',
      completionsWanted: 12,
    },
  },
  {
    goal: 'in_review',
    film: 'smoke',
    terms: {
      ...english,
      personName: creator,
      title: 'Waiting for the singer',
      brief:
        'A stage just before somebody walks on: the microphone, the smoke, the light that is already there.',
      completionsWanted: 15,
    },
  },
  {
    goal: 'published',
    film: 'bokeh',
    terms: {
      ...english,
      personName: creator,
      title: 'Out of focus on purpose',
      brief:
        'Point the camera at your city at night and turn the ring until nothing has an edge. Hold it for five seconds.',
      completionsWanted: 40,
    },
  },
  {
    goal: 'published',
    film: 'projector',
    terms: {
      ...french,
      personName: studio,
      title: 'Dernière séance',
      brief:
        'Retournez-vous pendant le film : ce que l’on voit depuis l’écran, le faisceau, la poussière, les fauteuils. Un plan fixe, sans parole.',
      completionsWanted: 25,
    },
  },
  {
    goal: 'published',
    film: 'rain',
    terms: {
      ...english,
      personName: creator,
      title: 'Rain on the window',
      brief:
        'Put the lens against a wet pane after dark and let the street blur behind it. One pane, one take.',
      completionsWanted: 30,
    },
  },
  {
    goal: 'published',
    film: 'sea',
    terms: {
      ...french,
      personName: studio,
      title: 'La mer avant les bateaux',
      brief:
        'Levez-vous tôt. L’horizon droit, le premier soleil, personne sur l’eau : dix secondes suffisent.',
      completionsWanted: 20,
    },
  },
  {
    goal: 'published',
    film: 'lanterns',
    terms: {
      ...french,
      personName: studio,
      title: 'Le quai aux lampions',
      brief:
        'Un travelling lent le long d’un quai en fête. Gardez les lampions et leur reflet dans la même image ; la mise au point peut flotter.',
      completionsWanted: 18,
    },
  },
  {
    goal: 'published',
    film: 'lamp',
    terms: {
      ...english,
      personName: creator,
      title: 'After the wrap',
      brief:
        'Everyone has gone home and one lamp is still on. Film what it falls on, in one take, without a word.',
      completionsWanted: 20,
    },
  },
];
