import type { Keyward } from '../../src/index.js'
import { newKeys } from './ssh-keys.js'

/** Gives a user a credential of each kind, called so, and a host to log in to; answers the paths of their own pages. */
export async function oneOfEach(keyward: Keyward, userId: string, name: string): Promise<readonly string[]> {
  const notes = {
    accountName: 'deployment-of-everything',
    description: 'Nightly build.\nAsk before a change.',
  }
  const publicKey = newKeys['ecdsa-sha2-nistp521']()
  const { apiKey } = await keyward.apiKeys.create(userId, {
    name,
    expiresInDays: 7,
    scopes: ['reports:read'],
  })
  const { info } = await keyward.tokens.create(userId, { name })
  const sshKey = await keyward.sshKeys.create(userId, { name, publicKey })
  const sshPrivateKey = await keyward.sshPrivateKeys.create(userId, { name, ...notes, generate: 'ed25519' })
  const host = `bastion-${userId.toLowerCase().replace(/[^a-z0-9]/g, '')}.eu-central-1.example.com`
  await keyward.sshHosts.create({ name: host, groups: ['bastions'] })
  await keyward.sshGrants.create({ group: 'bastions', userId, account: 'deploy' })
  return [
    `/account/api-keys/${apiKey.id}`,
    `/account/tokens/${info.id}`,
    `/account/ssh-keys/${sshKey.id}`,
    `/account/ssh-private-keys/${sshPrivateKey.id}`,
  ]
}
