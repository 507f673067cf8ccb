import { withQuery } from '../../auth/with-query.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { newSshHost, sshHostChange, sshHostRotation } from '../../input/ssh-host.js'
import type { IssuedSshHost } from '../../ssh/host.js'
import { confirmationPage } from '../elements/confirmation.js'
import type { PageContent } from '../elements/page.js'
import { requestedPage } from '../elements/list/rows.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import { readFields, textList } from '../elements/text-list.js'
import { adminHostTexts } from '../messages/admin/admin-hosts.js'
import type { Section, PageRouter } from '../site/section.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { hostCard, shownHost } from './host-card.js'
import type { HostFields } from './host-page.js'
import { deletionOf, editPage, hostsPath, listPage, newPage, rotationPage } from './host-page.js'

const path = hostsPath

/** The SSH hosts, for administrators: a list, forms to add, change and renew one, and deletion. */
export const adminHostSection: Section = {
  path,
  label: (visit) => visit.text(adminHostTexts).title,
  admin: true,
  group: 'administration',
  icon: 'host',
  routes: (router) => {
    const { services, get, post } = router
    const { sshHosts } = services
    return [
      get(path, {
        level: 'admin',
        handler: async (visit) => {
          const found = await sshHosts.list(requestedPage(visit))
          return listPage(visit, found, await shownHost(services, visit))
        },
      }),
      get(`${path}/new`, { level: 'admin', handler: (visit) => Promise.resolve(newPage(visit, null)) }),
      post(path, {
        level: 'admin',
        once: path,
        again: (visit, problem) => Promise.resolve(newPage(visit, problem)),
        handler: async (visit) => {
          const { disabled: _, ...fields } = fieldsIn(visit)
          const input = readFields(newSshHost, fields)
          return issued(services, visit, () => sshHosts.create(actorIn(visit), input))
        },
      }),
      get(`${path}/:id`, {
        level: 'admin',
        handler: async (visit) => {
          const host = await sshHosts.get(visit.param('id'))
          return editPage(visit, host, { fields: host, problem: null })
        },
      }),
      post(`${path}/:id`, {
        level: 'admin',
        again: async (visit, problem) => {
          const host = await sshHosts.get(visit.param('id'))
          return editPage(visit, host, { fields: fieldsIn(visit), problem })
        },
        handler: async (visit) => {
          const change = readFields(sshHostChange, fieldsIn(visit))
          await sshHosts.update(actorIn(visit), visit.param('id'), change)
          return seeOther(withQuery(visit.url(path), { done: 'ssh_host.updated' }))
        },
      }),
      ...rotationRoutes(router),
      get(`${path}/:id/deletion`, {
        level: 'admin',
        handler: async (visit) =>
          confirmationPage(visit, deletionOf(visit, await sshHosts.get(visit.param('id')))),
      }),
      post(`${path}/:id/deletion`, {
        level: 'admin',
        handler: async (visit) => {
          await sshHosts.remove(actorIn(visit), visit.param('id'))
          return seeOther(withQuery(visit.url(path), { done: 'ssh_host.deleted' }))
        },
      }),
    ]
  },
}

function rotationRoutes({ services, get, post }: PageRouter) {
  const own = `${path}/:id/rotation`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) => rotationPage(visit, await services.sshHosts.get(visit.param('id'))),
    }),
    post(own, {
      level: 'admin',
      once: path,
      handler: async (visit) => {
        const given = visit.form.text('overlapSeconds')
        const rotation = readFields(sshHostRotation, given === '' ? {} : { overlapSeconds: Number(given) })
        return issued(services, visit, () =>
          services.sshHosts.rotate(actorIn(visit), visit.param('id'), rotation),
        )
      },
    }),
  ]
}

/** Leads to the list, which shows a new credential once. */
async function issued(
  services: Services,
  visit: SessionVisit,
  issue: () => Promise<IssuedSshHost>,
): Promise<PageContent | Reply> {
  const { host, credential } = await issue()
  return showOnce(services, {
    purpose: 'ssh_host',
    subject: host.id,
    secret: credential,
    holder: holderIn(visit),
    location: whereShown(visit, path, host.id),
    atOnce: () =>
      listPage(visit, { rows: [host], more: false }, hostCard(services, visit, { host, credential })),
  })
}

function fieldsIn({ form }: Visit): HostFields {
  return {
    name: form.text('name'),
    groups: textList(form.text('groups')),
    cidrs: textList(form.text('cidrs')),
    disabled: form.has('disabled'),
  }
}
