import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AdminUser, Keyward, SshPrivateKey } from 'keyward'
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'

/**
 * Runs a command on another host with a key that keyward keeps. `ssh` never gets the key: it gets a socket at which it may ask
 * for one signature, for this user on this host.
 *
 *   KNOWN_HOSTS=known_hosts tsx examples/remote-command.ts deploy@host.example.com uptime
 */
async function main(): Promise<void> {
  const [target = '', ...command] = process.argv.slice(2)
  const [user = '', host] = target.split('@')
  if (host === undefined) throw new Error('say user@host and a command')
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: process.env.DATABASE ?? 'remote-command.db',
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
  })
  await dataSource.initialize()
  await migrate(dataSource)
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [process.env.KEYWARD_SECRET],
    origins: ['http://localhost:3000'],
  })
  try {
    const { id } = await ada(keyward)
    const key = await deployKey(keyward, id)
    if (command.length > 0) await runRemotely({ keyward, userId: id, key }, { user, host, command })
    else console.log(`put this line into ~${user}/.ssh/authorized_keys on ${host}:\n${key.publicKey}`)
  } finally {
    await keyward.close()
    await dataSource.destroy()
  }
}

async function runRemotely(
  { keyward, userId, key }: { keyward: Keyward; userId: string; key: SshPrivateKey },
  { user, host, command }: { user: string; host: string; command: readonly string[] },
): Promise<void> {
  // The same file tells ssh which keys the host has, and the agent on which hosts it may sign.
  const knownHosts = process.env.KNOWN_HOSTS ?? 'known_hosts'
  const hostKeys = readFileSync(knownHosts, 'utf8')
    .split('\n')
    .filter((line) => line.split(' ', 1)[0]?.split(',').includes(host))
  await using agent = await keyward.sshPrivateKeys.openAgent({ userId }, key.id, {
    ...{ user, hostKeys, ttlSeconds: 30, maxSignatures: 1 },
    purpose: 'the remote-command example',
  })
  const options = [
    'BatchMode=yes',
    'IdentityFile=none',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${knownHosts}`,
  ]
  const args = [
    ...(process.env.SSH_CONFIG === undefined ? [] : ['-F', process.env.SSH_CONFIG]),
    // -a: the agent is for here; the host must not get to ask it.
    ...['-a', ...options.flatMap((option) => ['-o', option]), '--', `${user}@${host}`, ...command],
  ]
  const ssh = spawn('ssh', args, { env: { ...process.env, ...agent.env }, stdio: 'inherit' })
  process.exitCode = await new Promise<number>((resolve, reject) => {
    ssh.once('error', reject).once('close', (code) => resolve(code ?? 255))
  })
}

async function ada({ users }: Keyward): Promise<AdminUser> {
  return (
    (await users.byUsername('ada')) ??
    (await users.create({ username: 'ada', password: 'a password of your choice' }))
  )
}

/** The key, made at the first start. */
async function deployKey({ sshPrivateKeys }: Keyward, userId: string): Promise<SshPrivateKey> {
  const { rows } = await sshPrivateKeys.list(userId)
  const found = rows.find(({ name }) => name === 'deploy')
  return found ?? sshPrivateKeys.create(userId, { name: 'deploy', generate: 'ed25519' })
}

void main()
