import type { Diagnosis } from '../../diagnosis.js'
import type { Diagnosed } from './check.js'
import { fault, ok, warning } from './check.js'

const near = 5000
const far = 60_000

/** Compares the clock of this machine with the database's. */
export async function clockFindings({
  clockAheadMs,
}: Pick<Diagnosis, 'clockAheadMs'>): Promise<readonly Diagnosed[]> {
  const ahead = await clockAheadMs()
  const seconds = (Math.abs(ahead) / 1000).toFixed(1)
  const detail = `it is ${seconds} s ${ahead < 0 ? 'behind' : 'ahead of'} the database's`
  const mend = 'have both machines set their clocks by NTP (`timedatectl set-ntp true`)'
  if (Math.abs(ahead) < near) return [ok('clock', detail)]
  if (Math.abs(ahead) < far) return [warning('clock', detail, mend)]
  return [
    fault(
      'clock',
      `${detail}: codes of authenticator apps are refused, and credentials end too early or too late`,
      mend,
    ),
  ]
}
