import type { PolicyLevel } from '../../admin/policies.js'
import { withQuery } from '../../auth/with-query.js'
import { actorOf } from '../../client.js'
import { invalidField, KeywardError } from '../../errors.js'
import type { Services } from '../../http/services.js'
import { storedPolicy } from '../../input/policy.js'
import type { StoredPolicy } from '../../policy/policy.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { readFields } from '../elements/text-list.js'
import { adminPolicyTexts } from '../messages/admin/admin-policies.js'
import type { Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import { organizationPage, platformPage } from './policy-cards.js'
import { policyIn } from './policy-field.js'
import { policyPage } from './policy-page.js'
import { reviewPage } from './policy-review.js'
import { editPath, policiesPath, withRanges } from './policy-words.js'

const path = policiesPath

/** The policies of the platform and of organisations, for administrators: what a change would do is shown before it is made. */
export const adminPolicySection: Section = {
  path,
  label: (visit) => visit.text(adminPolicyTexts).title,
  admin: true,
  group: 'administration',
  icon: 'policy',
  routes: ({ services, get, post }) => [
    get(path, { level: 'admin', handler: (visit) => shown(services, visit) }),
    get(editPath, { level: 'admin', handler: (visit) => stored(services, visit, null) }),
    post(editPath, {
      level: 'admin',
      again: (visit, problem) =>
        // What was typed was meant for a policy that has changed since, so the policy is shown as it is now.
        problem.code === 'precondition_failed'
          ? stored(services, visit, problem)
          : typed(services, visit, withRanges(visit, problem)),
      handler: (visit) => sent(services, visit),
    }),
  ],
}

/** What holds on the level that was asked for. */
async function shown(services: Services, visit: SessionVisit): Promise<PageContent> {
  const { view, platform } = await read(services, visit)
  const levels = { ...view, platform }
  const organization = organizationOf(visit)
  if (organization !== '') return organizationPage(visit, organization, levels)
  const after = visit.query('after') || null
  return platformPage(visit, levels, await services.policies.organizations({ after }))
}

async function sent(services: Services, visit: SessionVisit) {
  const { policies } = services
  const { form, client, principal } = visit
  if (form.text('step') === 'edit') return typed(services, visit, null)
  const level = levelOf(visit)
  const policy = policySent(visit)
  const version = versionSent(visit)
  if (form.text('step') !== 'save') {
    const before = await policies.get(level)
    if (before.version !== version) throw new KeywardError('precondition_failed')
    const dryRun = await policies.dryRun(principal, level, policy)
    return reviewPage(visit, { organization: organizationOf(visit), before, dryRun })
  }
  const setter = { actor: actorOf(client, principal.user), principal }
  await policies.put(setter, level, { policy, ifVersion: version })
  const organization = organizationOf(visit) || null
  return seeOther(withQuery(visit.url(path), { organization, done: 'policy.changed' }))
}

/** The form with the policy as it is stored. */
async function stored(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<PageContent> {
  const { platform, view } = await read(services, visit)
  return policyPage(visit, {
    organization: organizationOf(visit),
    policy: view.policy,
    effective: view.effective,
    version: view.version,
    platform,
    part: partOf(visit),
    problem,
  })
}

/** The form with the policy as it was typed, over the version that it was typed for. */
async function typed(services: Services, visit: SessionVisit, problem: Problem | null): Promise<PageContent> {
  const { platform, view } = await read(services, visit)
  return policyPage(visit, {
    // It is only shown, so that it may be nonsense: the problem says what is wrong with it.
    policy: policyIn(visit.form),
    organization: organizationOf(visit),
    effective: view.effective,
    version: versionSent(visit),
    platform,
    part: partOf(visit),
    problem,
  })
}

async function read({ policies }: Services, visit: SessionVisit) {
  const level = levelOf(visit)
  const view = await policies.get(level)
  if (level.kind === 'platform') return { view, platform: {} }
  return { view, platform: (await policies.get({ kind: 'platform' })).policy }
}

function policySent({ form }: SessionVisit): StoredPolicy {
  return readFields(storedPolicy, policyIn(form))
}

/** The version that the form was made for, which does for pages what `If-Match` does for the API. */
function versionSent({ form }: SessionVisit): number {
  const text = form.text('version')
  if (!/^\d{1,15}$/.test(text)) throw new KeywardError('precondition_failed')
  return Number(text)
}

/** Whose policy it is: an organisation's, or, where this is '', the platform's. */
function organizationOf({ form, query }: SessionVisit): string {
  return (form.text('organization') || query('organization')).trim()
}

/** The group that the form shows; '' = all of them. */
function partOf({ form, query }: SessionVisit): string {
  return form.text('part') || query('part')
}

function levelOf(visit: SessionVisit): PolicyLevel {
  const id = organizationOf(visit)
  if (id.length > 64) throw invalidField('organization', 'too_long', 'must be at most 64 characters')
  return id === '' ? { kind: 'platform' } : { kind: 'organization', id }
}
