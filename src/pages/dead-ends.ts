import { z } from 'zod'
import type { Principals } from '../http/level.js'
import type { Call, Reply, Route } from '../http/route.js'
import { leftToHost, pageRoute } from '../http/route.js'
import { html } from './elements/html.js'
import type { ByCode } from './messages/language.js'
import { problemTexts, refusalTexts } from './messages/problems.js'
import { pageAbove } from './page-above.js'
import { activationPath } from './sign-in/activation-pages.js'
import { activationSection } from './sign-in/activation.js'
import type { Mount } from './site/mount.js'
import { pageReply } from './site/reply.js'
import { noForm } from './visit/form.js'
import { onlooker } from './visit/onlooker.js'
import type { Visit } from './visit/visit.js'
import { seeOther, visitOf } from './visit/visit.js'

/** The addresses under which whatever is asked for is answered by a page, beside that for devices. */
const ours = ['/account', '/sign-in']
/** How many segments an address has at most that is answered so: our own have six. */
const depth = 8

type AnonymousCall = Call<unknown, unknown, Principals['anon']>

/** What a visit is made of here. */
interface Asked extends Pick<AnonymousCall, 'client' | 'path'>, Pick<Visit, 'principal'> {
  readonly query?: Readonly<Record<string, unknown>>
}

/** Leads on from the addresses that only forms are sent to: who reloads what a form was answered with by its address comes there. */
export function leadingOn(mount: Mount, routes: readonly Route[]): readonly Route[] {
  const pages = new Set(routes.filter(({ method }) => method === 'get').map(({ path }) => path))
  return routes
    .filter(({ method, path }) => method === 'post' && !pages.has(path))
    .map(({ path }) =>
      pageRoute('get', path, {
        level: 'anon',
        handler: async (call) => {
          const visit = visitTo(mount, path, anonymous(call))
          return seeOther(pageAbove(visit, { pages, route: path }) ?? visit.url('/account'))
        },
      }),
    )
}

/** Answers what no other route takes: the mount itself, a slash too much, and addresses at which there is nothing. */
export function fallbackRoutes(mount: Mount): readonly Route[] {
  const activation = activationSection.isOn?.(mount.services.options) ? [activationPath] : []
  return [
    rootRoute(mount),
    ...[...ours, ...activation].flatMap((path) => [slashRoute(mount, path), ...unknownRoutes(mount, path)]),
  ]
}

function rootRoute(mount: Mount): Route {
  return pageRoute('get', '/', {
    level: 'anon',
    handler: async (call) => {
      // Mounted at the root of the app, this would be its home page.
      if (call.path === '/' || call.path === '') return leftToHost
      return seeOther(visitTo(mount, '/', anonymous(call)).url('/account'))
    },
  })
}

function unknownRoutes(mount: Mount, under: string): readonly Route[] {
  const paths = Array.from({ length: depth }, (_, n) => under + '/:segment'.repeat(n + 1)).map(numbered)
  return paths.flatMap((path) => [
    pageRoute('get', path, { level: 'anon', handler: (call) => nothingThere(mount, path, call) }),
    pageRoute('post', path, { level: 'anon', handler: (call) => nothingThere(mount, path, call) }),
    slashRoute(mount, path),
  ])
}

/** Gives each parameter of a path a name of its own. */
function numbered(path: string): string {
  let n = 0
  return path.replace(/:segment/g, () => `:segment${String(n++)}`)
}

function slashRoute(mount: Mount, path: string): Route {
  const slashed = `${path}/`
  return pageRoute('get', slashed, {
    level: 'anon',
    query: z.record(z.string(), z.unknown()),
    handler: async (call) => {
      const [address = '', ...search] = visitTo(mount, slashed, call).currentUrl.split('?')
      return seeOther([address.replace(/\/$/, ''), ...search].join('?'))
    },
  })
}

async function nothingThere(mount: Mount, path: string, call: AnonymousCall): Promise<Reply> {
  const principal = await onlooker(mount.services, call.client)
  const visit = visitTo(mount, path, { client: call.client, path: call.path, principal })
  const title = visit.text<ByCode>(refusalTexts).not_found ?? ''
  return pageReply(mount, visit, {
    title,
    section: '',
    main: html`<h1>${title}</h1>
      <p>${visit.text<ByCode>(problemTexts).no_page}</p>
      <p>
        <a class="kw-button" href="${visit.url('/account')}">${visit.text<ByCode>(refusalTexts).back}</a>
      </p>`,
    status: 404,
  })
}

function anonymous({ client, path, principal }: AnonymousCall): Asked {
  return { client, path, principal }
}

function visitTo(mount: Mount, path: string, { client, path: asked, principal, query = {} }: Asked): Visit {
  const parts = { route: path, client, principal, path: asked, query, form: noForm, param: () => '' }
  return visitOf({ ...mount, ...parts })
}
