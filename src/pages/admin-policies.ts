import type { PolicyLevel } from '../admin/policies.js'
import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import { invalidField, KeywardError } from '../errors.js'
import { storedPolicy } from '../http/policies.js'
import type { Services } from '../http/services.js'
import type { StoredPolicy } from '../policy/policy.js'
import { policiesPath, policyPage, reviewPage } from './admin-policy-page.js'
import { adminPolicyTexts } from './messages/admin-policies.js'
import type { Page } from './page.js'
import { policyIn } from './policy-field.js'
import type { Problem } from './problem.js'
import type { Section } from './section.js'
import { readFields } from './text-list.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Administrator = Visit<SessionPrincipal>

const path = policiesPath

/** The policies of the platform and of organisations, for administrators: what a change would do is shown before it is made. */
export const adminPolicySection: Section = {
  path,
  label: { en: adminPolicyTexts.en.title, de: adminPolicyTexts.de.title },
  admin: true,
  routes: ({ services, get, post }) => [
    get(path, { level: 'admin', handler: (visit) => stored(services, visit, null) }),
    post(path, {
      level: 'admin',
      again: (visit, problem) =>
        // What was typed was meant for another state: it is shown as it is now.
        problem.code === 'precondition_failed'
          ? stored(services, visit, problem)
          : typed(services, visit, problem),
      handler: (visit) => sent(services, visit),
    }),
  ],
}

async function sent(services: Services, visit: Administrator) {
  const { policies } = services
  const { form, client, principal } = visit
  if (form.text('step') === 'edit') return typed(services, visit, null)
  const level = levelOf(visit)
  const policy = policySent(visit)
  const version = versionSent(visit)
  if (form.text('step') !== 'save') {
    const { version: present } = await policies.get(level)
    if (present !== version) throw new KeywardError('precondition_failed')
    return reviewPage(visit, organizationOf(visit), (await policies.dryRun(level, policy)).impact)
  }
  const setter = { actor: actorOf(client, principal.user), principal }
  await policies.put(setter, level, policy, version)
  const organization = organizationOf(visit) || null
  return seeOther(withQuery(visit.url(path), { organization, done: 'policy.changed' }))
}

/** The policy as it is stored. */
async function stored(services: Services, visit: Administrator, problem: Problem | null): Promise<Page> {
  const { platform, view } = await read(services, visit)
  return policyPage(visit, {
    ...{ organization: organizationOf(visit), policy: view.policy, effective: view.effective },
    ...{ version: view.version, platform, problem },
  })
}

/** The policy as it was typed, meant for the state that it was typed over. */
async function typed(services: Services, visit: Administrator, problem: Problem | null): Promise<Page> {
  const { platform, view } = await read(services, visit)
  return policyPage(visit, {
    // Only shown: what the form says may be nonsense, as the problem tells.
    policy: policyIn(visit.form),
    ...{ organization: organizationOf(visit), effective: view.effective },
    ...{ version: versionSent(visit), platform, problem },
  })
}

async function read({ policies }: Services, visit: Administrator) {
  const level = levelOf(visit)
  const view = await policies.get(level)
  if (level.kind === 'platform') return { view, platform: {} }
  return { view, platform: (await policies.get({ kind: 'platform' })).policy }
}

function policySent({ form }: Administrator): StoredPolicy {
  return readFields(storedPolicy, policyIn(form))
}

/** What `If-Match` is to the API. */
function versionSent({ form }: Administrator): number {
  const text = form.text('version')
  if (!/^\d{1,15}$/.test(text)) throw new KeywardError('precondition_failed')
  return Number(text)
}

/** '' = the platform. */
function organizationOf({ form, query }: Administrator): string {
  return (form.text('organization') || query('organization')).trim()
}

function levelOf(visit: Administrator): PolicyLevel {
  const id = organizationOf(visit)
  if (id.length > 64) throw invalidField('organization', 'too_long', 'must be at most 64 characters')
  return id === '' ? { kind: 'platform' } : { kind: 'organization', id }
}
