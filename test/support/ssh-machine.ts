import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Why no sshd can be tried here; `null` = it can. */
export function sshdMissing(): string | null {
  if (process.getuid?.() !== 0) return 'needs root'
  if (!existsSync(sshd)) return 'openssh-server is not installed'
  const missing = ['ssh', 'ssh-keygen', 'curl', 'useradd'].filter((name) => !isInstalled(name))
  return missing.length > 0 ? `${missing.join(', ')} is not installed` : null
}

export function isInstalled(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
}

/** What a program did. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** This machine as a host of keyward's: everything of it stands in one folder and goes with it. */
export interface SshMachine {
  readonly folder: string
  readonly helper: string
  readonly config: string
  /** Where the last good answers are. */
  readonly cache: string
  /** The configuration that sshd is started with. */
  readonly sshdConfig: string
  /** Installs keyward's helper, as `install.sh` does. */
  install(url: string, credential: string, ...options: readonly string[]): Ended
  /** A Unix account of its own that may log in. */
  account(): string
  /** Makes a key pair; answers its file. */
  keyPair(...options: readonly string[]): string
  /** Logs in with a key, over an sshd that serves this one connection. */
  login(account: string, key: string): Promise<Ended>
  /** Runs the helper as sshd would: as its user, without an environment. */
  ask(args: readonly string[], shell?: readonly string[]): Promise<Ended>
  /** As if the pause after a failure were over. */
  forgetOutage(): void
  /** What sshd has logged. */
  log(): string
  remove(): void
}

const sshd = '/usr/sbin/sshd'

export function sshMachine(): SshMachine {
  // Not below /tmp: sshd runs no command from a folder that others can write to.
  const folder = mkdtempSync('/run/keyward-')
  chmodSync(folder, 0o755)
  execFileSync('install', ['-d', '-m', '0755', '/run/sshd'])
  const users: string[] = []
  const user = addUser('--system')
  const sshdConfig = join(folder, 'sshd_config')
  const log = join(folder, 'sshd.log')
  const hostKey = join(folder, 'host_key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey])
  writeFileSync(
    sshdConfig,
    [
      `Include ${folder}/etc/keyward-ssh/sshd.conf`,
      `HostKey ${hostKey}`,
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'LogLevel VERBOSE',
      '',
    ].join('\n'),
  )
  let keys = 0
  const machine: SshMachine = {
    folder,
    helper: join(folder, 'usr/local/libexec/keyward-authorized-keys'),
    config: join(folder, 'etc/keyward-ssh/config'),
    cache: join(folder, 'var/cache/keyward-ssh'),
    sshdConfig,
    install(url, credential, ...options) {
      const args = ['adapters/sshd/install.sh', '--url', url, '--user', user, '--root', folder, ...options]
      const { status: code, stdout, stderr } = spawnSync('sh', args, { input: credential, encoding: 'utf8' })
      return { code, stdout, stderr }
    },
    account: () => addUser(),
    keyPair(...options) {
      const file = join(folder, `key${String(keys++)}`)
      execFileSync('ssh-keygen', ['-q', '-N', '', '-f', file, ...options])
      return file
    },
    login(account, key) {
      const options = [
        'BatchMode=yes',
        'IdentitiesOnly=yes',
        'IdentityAgent=none',
        'StrictHostKeyChecking=no',
      ]
      const proxy = `ProxyCommand=${sshd} -i -f ${sshdConfig} -E ${log}`
      const all = [...options, 'UserKnownHostsFile=/dev/null', proxy].flatMap((option) => ['-o', option])
      return run('ssh', ['-F', '/dev/null', '-i', key, ...all, `${account}@keyward.test`, 'true'])
    },
    ask(args, shell = []) {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, user], { encoding: 'utf8' })),
      )
      const [file = '', ...rest] = [...shell, machine.helper, ...args]
      return run(file, rest, { uid, gid, env: {} })
    },
    forgetOutage: () => rmSync(join(machine.cache, '.down'), { force: true }),
    log: () => readFileSync(log, 'utf8'),
    remove() {
      for (const name of users) spawnSync('userdel', [name])
      rmSync(folder, { recursive: true })
    },
  }
  return machine

  function addUser(...options: readonly string[]): string {
    const name = `kw-${randomBytes(4).toString('hex')}`
    execFileSync('useradd', [...options, '--no-create-home', '--home-dir', '/', '--shell', '/bin/sh', name])
    // Without a password, yet not locked: sshd lets nobody in with a locked one.
    execFileSync('usermod', ['-p', '*', name])
    users.push(name)
    return name
  }
}

export function run(file: string, args: readonly string[], options: object = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}
