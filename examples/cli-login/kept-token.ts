import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Where a program keeps its token from one run to the next. */
export interface KeptToken {
  /** In words, for whoever wants to know. */
  readonly place: string
  /** `null` = there is none. */
  read(): Promise<string | null>
  write(token: string): Promise<void>
  remove(): Promise<void>
}

/**
 * Keeps the token of one server: in the keyring of the system where there is one, and else in a file that nobody but its owner may read.
 * `DEMO_TOKEN_FILE` names a file to be used in any case.
 */
export async function keptToken(server: string): Promise<KeptToken> {
  const named = process.env.DEMO_TOKEN_FILE
  if (named !== undefined) return inFile(named)
  const file = `${new URL(server).host.replace(':', '-')}.token`
  return (await inKeyring(server)) ?? inFile(join(homedir(), '.config', 'keyward-demo-cli', file))
}

/** `null` where there is no keyring: no package for this platform, no desktop, or nobody has unlocked it. */
async function inKeyring(server: string): Promise<KeptToken | null> {
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    // Linux has a second one in its kernel, which forgets everything when the machine is switched off.
    const entry = new AsyncEntry('keyward demo CLI', server, { linux: { store: 'secret-service' } })
    await entry.getPassword()
    return {
      place: 'the keyring of this system',
      read: async () => (await entry.getPassword()) ?? null,
      write: (token) => entry.setPassword(token),
      remove: async () => void (await entry.deletePassword()),
    }
  } catch {
    return null
  }
}

function inFile(file: string): KeptToken {
  return {
    place: file,
    read: async () => textOf(file),
    async write(token) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      rmSync(file, { force: true })
      // A file that is there already would keep its own mode, and a link lead elsewhere.
      writeFileSync(file, token, { mode: 0o600, flag: 'wx' })
    },
    remove: async () => rmSync(file, { force: true }),
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
