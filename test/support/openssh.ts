import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, it } from 'mocha'

/** Where Debian has it; it must be called by its whole path. */
export const sshd = '/usr/sbin/sshd'

/** What a suite needs of OpenSSH: its client's tools, or a server as well, which takes root. */
type Part = 'tools' | 'server'

const needs: Readonly<Record<Part, readonly string[]>> = {
  tools: ['ssh-keygen'],
  server: ['ssh-keygen', 'ssh', 'ssh-add', 'useradd'],
}
const leftOut = new Set<string>()

/** Describes what needs OpenSSH. Where that is not there it is left out and says so, or fails when `KEYWARD_REQUIRE` names sshd. */
export function describeWithOpenSsh(part: Part, title: string, suite: (this: Mocha.Suite) => void): void {
  const reason = reasonAgainst(part)
  if (reason === null) {
    describe(title, function () {
      this.timeout(60_000)
      suite.call(this)
    })
    return
  }
  if ((process.env.KEYWARD_REQUIRE ?? '').split(',').includes('sshd')) {
    it(`${title}: has what it needs`, () => {
      throw new Error(`sshd is required: ${reason}`)
    })
  }
  if (!leftOut.has(reason)) console.log(`left out: sshd (${reason})`)
  leftOut.add(reason)
}

function reasonAgainst(part: Part): string | null {
  const missing = needs[part].find((command) => !isInstalled(command))
  if (missing !== undefined) return `${missing} is not installed`
  if (part === 'tools') return null
  if (!existsSync(sshd)) return 'sshd is not installed'
  return process.getuid?.() === 0 ? null : 'needs root'
}

function isInstalled(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)))
}
