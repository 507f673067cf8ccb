import { randomBytes } from 'node:crypto'
import type { DataSource } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { passwords } from '../../../src/credentials/password.js'
import { createKeyward } from '../../../src/index.js'
import type { Keyward } from '../../../src/index.js'
import { addUser } from '../../contract/store/rows.js'
import { origin } from '../../support/app.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { newKeys } from '../../support/ssh-keys.js'

/** Somebody who has one of everything, with the secrets that they know. */
export interface Person {
  readonly id: string
  readonly username: string
  /** The secret of their authenticator app, in base32. */
  readonly totp: string
  readonly apiKey: string
  readonly privateKey: string
  readonly fingerprint: string
}

/** The people of an app, and the hosts that ask for their SSH keys. */
export interface People {
  readonly password: string
  readonly all: readonly Person[]
  /** The credentials of the hosts. */
  readonly hosts: readonly string[]
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const hosts = 3

/** Adds so many people and a few hosts, by an app that has this secret alone. */
export async function addPeople(dataSource: DataSource, secret: string, count: number): Promise<People> {
  const store = typeormStore(dataSource)
  const keyward = createKeyward({ store, secrets: [secret], origins: [origin] })
  await keyward.ready()
  const password = newPassword()
  const passwordHash = await passwords().hash(password)
  const all: Person[] = []
  for (let n = 0; n < count; n++) {
    const { id, username } = await addUser(store, { passwordHash, username: `person-${String(n)}` })
    all.push({ id, username, ...(await equip(keyward, id)) })
  }
  await keyward.sshGrants.create({ group: 'web', everyone: true })
  const credentials: string[] = []
  for (let n = 0; n < hosts; n++) {
    const { credential } = await keyward.sshHosts.create({ name: `web-${String(n)}`, groups: ['web'] })
    credentials.push(noted(credential.reveal()))
  }
  await keyward.close()
  return { password, all, hosts: credentials }
}

async function equip(keyward: Keyward, id: string): Promise<Omit<Person, 'id' | 'username'>> {
  const totp = noted([...randomBytes(32)].map((byte) => alphabet[byte % 32]).join(''))
  await keyward.import.totp(id, totp, { confirmedAt: 1 })
  const { key } = await keyward.apiKeys.create(id, { name: 'ci', expiresInDays: null })
  const { id: privateKey } = await keyward.sshPrivateKeys.create(id, { name: 'deploy', generate: 'ed25519' })
  const publicKey = newKeys['ssh-ed25519']()
  const { fingerprint } = await keyward.sshKeys.create(id, { name: 'laptop', publicKey })
  return { totp, apiKey: noted(key.reveal()), privateKey, fingerprint }
}

function noted(secret: string): string {
  noteSecret(secret)
  return secret
}
