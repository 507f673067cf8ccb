import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sshd } from './openssh.js'

/** A host with a real sshd, reached without a port: ssh starts `sshd -i` as its ProxyCommand. */
export interface RemoteHost {
  /** An account made for the test. */
  readonly user: string
  /** The host's keys, as lines of a .pub file. */
  readonly hostKeys: readonly string[]
  /** A configuration by which ssh finds the host under the name `remote`. */
  readonly sshConfig: string
  readonly knownHosts: string
  /** The keys that may log in, as lines of authorized_keys. */
  authorize(...lines: readonly string[]): void
  /** What sshd has logged. */
  log(): string
  remove(): void
}

export interface Ran {
  readonly code: number
  readonly output: string
}

/** Makes a host with an account of its own. */
export function remoteHost(): RemoteHost {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-sshd-'))
  const user = `kw${randomBytes(4).toString('hex')}`
  // sshd reads the keys as the account's user.
  chmodSync(folder, 0o755)
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const at = (name: string): string => join(folder, name)
  const hostKeys = ['ed25519', 'ecdsa'].map((type) => {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', at(type)])
    return readFileSync(`${at(type)}.pub`, 'utf8').trim()
  })
  writeFileSync(at('authorized_keys'), '', { mode: 0o644 })
  writeFileSync(at('known_hosts'), hostKeys.map((key) => `remote ${key}\n`).join(''))
  writeFileSync(
    at('sshd_config'),
    [
      `HostKey ${at('ed25519')}`,
      `HostKey ${at('ecdsa')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      // The file lies under a directory that everybody may write to.
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'LogLevel VERBOSE',
      '',
    ].join('\n'),
  )
  writeFileSync(
    at('ssh_config'),
    [
      'Host remote',
      `  ProxyCommand ${sshd} -i -f ${at('sshd_config')} -E ${at('log')}`,
      `  UserKnownHostsFile ${at('known_hosts')}`,
      '  StrictHostKeyChecking yes',
      '  BatchMode yes',
      '  IdentityFile none',
      '',
    ].join('\n'),
  )
  execFileSync('useradd', ['--no-create-home', '--home-dir', '/', '--shell', '/bin/sh', user])
  // Without a password an account counts as locked.
  execFileSync('usermod', ['-p', '*', user])
  return {
    user,
    hostKeys,
    sshConfig: at('ssh_config'),
    knownHosts: at('known_hosts'),
    authorize: (...lines) => writeFileSync(at('authorized_keys'), lines.map((line) => `${line}\n`).join('')),
    log: () => (existsSync(at('log')) ? readFileSync(at('log'), 'utf8') : ''),
    remove() {
      execFileSync('userdel', [user])
      rmSync(folder, { recursive: true })
    },
  }
}

/** Runs a command with nothing in its environment but what is given. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, ...env }, timeout: 120_000 }
    execFile(command, [...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
      resolve({ code, output: stdout + stderr })
    })
  })
}
