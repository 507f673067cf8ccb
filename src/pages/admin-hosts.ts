import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import { hostChange, newHost, rotation } from '../http/ssh-hosts.js'
import type { Services } from '../http/services.js'
import type { IssuedSshHost, SshHost } from '../ssh/host.js'
import type { Page as Stored } from '../store/page.js'
import type { HostFields } from './admin-host-page.js'
import { deletionOf, editPage, hostsPath, listPage, newPage, rotationPage } from './admin-host-page.js'
import { confirmationPage } from './confirmation.js'
import { adminHostTexts } from './messages/admin-hosts.js'
import type { Page } from './page.js'
import { requestedPage } from './rows.js'
import type { Section, Site } from './section.js'
import { readFields, textList } from './text-list.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Administrator = Visit<SessionPrincipal>

const path = hostsPath

/** SSH hosts, for administrators. */
export const adminHostSection: Section = {
  path,
  label: { en: adminHostTexts.en.title, de: adminHostTexts.de.title },
  admin: true,
  routes: (site) => {
    const { services, get, post } = site
    const { sshHosts } = services
    return [
      get(path, {
        level: 'admin',
        handler: async (visit) => listPage(visit, await list(services, visit), null),
      }),
      get(`${path}/new`, { level: 'admin', handler: (visit) => Promise.resolve(newPage(visit, null)) }),
      post(path, {
        level: 'admin',
        once: path,
        again: (visit, problem) => Promise.resolve(newPage(visit, problem)),
        handler: async (visit) => {
          const { disabled: _, ...fields } = fieldsIn(visit)
          const input = readFields(newHost, fields)
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
          const change = readFields(hostChange, fieldsIn(visit))
          await sshHosts.update(actorIn(visit), visit.param('id'), change)
          return seeOther(withQuery(visit.url(path), { done: 'ssh_host.updated' }))
        },
      }),
      ...rotationRoutes(site),
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

function rotationRoutes({ services, get, post }: Site) {
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
        const { overlapSeconds } = readFields(rotation, given === '' ? {} : { overlapSeconds: Number(given) })
        return issued(services, visit, () =>
          services.sshHosts.rotate(actorIn(visit), visit.param('id'), overlapSeconds),
        )
      },
    }),
  ]
}

function list({ sshHosts }: Services, visit: Administrator): Promise<Stored<SshHost>> {
  return sshHosts.list(requestedPage(visit))
}

/** The page that shows a credential. What else stands on it is read before: nothing can come between. */
async function issued(
  services: Services,
  visit: Administrator,
  issue: () => Promise<IssuedSshHost>,
): Promise<Page> {
  const { rows, more } = await list(services, visit)
  const made = await issue()
  const others = rows.filter(({ id }) => id !== made.host.id)
  return listPage(visit, { rows: [made.host, ...others], more }, made)
}

function actorIn({ client, principal }: Administrator) {
  return actorOf(client, principal.user)
}

function fieldsIn({ form }: Visit): HostFields {
  return {
    name: form.text('name'),
    groups: textList(form.text('groups')),
    cidrs: textList(form.text('cidrs')),
    disabled: form.has('disabled'),
  }
}
