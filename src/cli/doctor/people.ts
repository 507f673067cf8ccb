import type { Diagnosis } from '../../diagnosis.js'
import type { HostApi } from '../../host/api.js'
import { dayMs, hourMs } from '../../time.js'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped, warning } from './check.js'

/** Looks whether anybody is left who may administer. */
export async function administratorFindings({
  administrators,
}: Pick<Diagnosis, 'administrators'>): Promise<readonly Diagnosed[]> {
  if ((await administrators()) > 0) return [ok('administrators', 'there is one at least')]
  return [
    warning(
      'administrators',
      'no user who may sign in is an administrator',
      "make one: `npx keyward user add NAME --admin --reason '…'`, or name them by isAdmin",
    ),
  ]
}

/** Looks for notices that wait for long, and for those that were given up in the last week. */
export async function noticeFindings(
  { notices, settings }: Pick<Diagnosis, 'notices' | 'settings'>,
  { events }: Pick<HostApi, 'events'>,
  now: number,
): Promise<readonly Diagnosed[]> {
  if (!settings.notifies)
    return [skipped('notices.waiting', 'no notify is configured, so that nobody is told anything')]
  const { count, since } = await notices()
  const lost = (await events.list({ type: 'notice.given_up', after: now - 7 * dayMs })).rows.length
  return [
    since === null || now - since < hourMs
      ? ok('notices.waiting', `${String(count)} wait`)
      : warning(
          'notices.waiting',
          `${String(count)} wait, one of them since ${new Date(since).toISOString()}`,
          'see why notify fails: the app warns with KEYWARD_NOTICE; they are told once it works and the app runs',
        ),
    lost === 0
      ? ok('notices.given-up', 'none in the last week')
      : warning(
          'notices.given-up',
          `at least ${String(lost)} given up in the last week, after ten tries each`,
          'mend notify, and tell those users by other means: the events notice.given_up name them',
        ),
  ]
}

/** Verifies the newest seal of the audit, and the rows since. */
export async function auditFindings(
  { newestSeal }: Pick<Diagnosis, 'newestSeal'>,
  { audit }: Pick<HostApi, 'audit'>,
): Promise<readonly Diagnosed[]> {
  const id = 'audit.seals'
  const since = await newestSeal()
  const { fault: found, rows, unsealed } = await audit.verify(since === null ? {} : { since })
  if (found === null)
    return [
      ok(
        id,
        `the newest seal, ${String(rows + unsealed)} rows under it and since, are as keyward wrote them`,
      ),
    ]
  const where = [found.seal === null ? null : `seal ${String(found.seal)}`, found.id].filter(
    (part) => part !== null,
  )
  return [
    fault(
      id,
      `${found.kind.replace('_', ' ')}: ${where.join(', ')}`,
      'somebody wrote to the audit beside keyward: find out who, keep the database as it is, and run `npx keyward audit verify`',
    ),
  ]
}
