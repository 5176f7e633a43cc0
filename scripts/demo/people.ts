import type { Role } from '@backlot/core';
import { type Ctx, grantRole, type MemberCtx } from '@backlot/domain';

type Person = { email: string; displayName: string; role: Role; about: string };

/** Who can sign in to the demo. */
export const people = {
  creator: {
    email: 'creator@example.com',
    displayName: 'Demo creator',
    role: 'member',
    about: 'makes campaigns',
  },
  moderator: {
    email: 'moderator@example.com',
    displayName: 'Demo moderator',
    role: 'moderator',
    about: 'decides which films go public',
  },
  operator: {
    email: 'operator@example.com',
    displayName: 'Demo operator',
    role: 'operator',
    about: 'runs the installation',
  },
} as const satisfies Record<string, Person>;

/** Makes sure that the person has an account, and answers a context in which they act. */
export async function become(system: Ctx, { email, displayName, role }: Person): Promise<MemberCtx> {
  const language = 'en';
  const { memberId } = await grantRole(system, { email, displayName, role, language });
  return { ...system, actor: { kind: 'member', memberId, role, language, email } };
}
