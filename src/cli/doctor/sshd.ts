import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped } from './check.js'

const installed = '/usr/local/libexec/keyward-authorized-keys'

/** Runs the helper's own check where this machine is an SSH host. */
export async function sshdFindings(helper = installed): Promise<readonly Diagnosed[]> {
  const id = 'sshd'
  if (!existsSync(helper)) return [skipped(id, 'this machine is no SSH host of keyward')]
  const { failed, output } = await checked(helper)
  const wrong = output.split('\n').filter((line) => line.startsWith('FAIL'))
  if (!failed) return [ok(id, 'the helper finds nothing wrong')]
  const detail =
    wrong.map((line) => line.replace(/^FAIL\s+/, '')).join('; ') || output.trim() || 'its check failed'
  return [fault(id, detail, `mend what it names; \`${helper} --check\`, as root, says more`)]
}

function checked(helper: string): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(helper, ['--check'], { timeout: 9000 }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr })
    })
  })
}
