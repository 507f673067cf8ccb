import type { Keyward, NewUser, Secret } from 'keyward'
import { KeywardError } from 'keyward'

const users: readonly Omit<NewUser, 'password'>[] = [
  { username: 'ada', displayName: 'Ada', organizationId: 'acme', admin: true },
  { username: 'grace', displayName: 'Grace', organizationId: 'acme' },
  { username: 'linus', displayName: 'Linus' },
]

/** Makes the demo's users where they are missing, lets everyone log in to SSH hosts, and makes ada's first API key; answers that key at the first start only. */
export async function seed(keyward: Keyward, password: string): Promise<Secret | null> {
  for (const user of users) {
    if (await keyward.users.byUsername(user.username)) continue
    await keyward.users.create({ ...user, password }).catch(unless('username_taken'))
  }
  const ada = await keyward.users.byUsername('ada')
  if (!ada || ada.lastSignInAt !== null) return null
  if ((await keyward.sshGrants.list()).length === 0) {
    await keyward.sshGrants.replace([{ group: 'default', everyone: true }]).catch(unless('conflict'))
  }
  const scopes = ['reports:read']
  const issued = await keyward.apiKeys
    .create(ada.id, { name: 'First key', scopes })
    .catch(unless('name_taken'))
  return issued?.key ?? null
}

/** Another process that starts at the same time may have been quicker. */
function unless(code: KeywardError['code']) {
  return (error: unknown): null => {
    if (error instanceof KeywardError && error.code === code) return null
    throw error
  }
}
