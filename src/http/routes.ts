import { KeywardError } from '../errors.js'
import { adminCredentialRoutes } from './admin/credentials.js'
import { serviceAccountRoutes } from './admin/service-accounts.js'
import { serviceKeyRoutes } from './admin/service-keys.js'
import { adminUserRoutes } from './admin/users.js'
import { apiKeyRoutes } from './api-keys.js'
import { credentialRoutes } from './credential.js'
import { eventRoutes } from './events.js'
import { mfaRoutes } from './mfa.js'
import { oneTimeLinkRoutes } from './one-time-links.js'
import { deviceRoutes } from './oauth/device.js'
import { introspectionRoutes } from './oauth/introspection.js'
import { openApiRoute } from './openapi.js'
import { policyRoutes } from './policies.js'
import { reauthenticationRoutes } from './reauthentication.js'
import type { Route } from './route.js'
import { secretScanningRoutes } from './secret-scanning.js'
import { secondStepRoutes } from './second-step.js'
import type { Services } from './services.js'
import { sessionRoutes } from './session.js'
import { sshHostRoutes } from './ssh-hosts.js'
import { sshKeyRoutes } from './ssh-keys.js'
import { sshPrivateKeyRoutes } from './ssh-private-keys.js'
import { tokenRoutes } from './tokens.js'

/** Pages for people, served beside the JSON routes: `accountPages()` of `keyward/pages` makes them. */
export interface Pages {
  /** The path that browsers see them at, where it is not the router's; `null` = it is. */
  readonly publicPath?: string | null
  routes(services: Services): readonly Route[]
  /** Routes for what no other route of any method takes. */
  fallbacks?(services: Services): readonly Route[]
}

/**
 * Every route, in the order in which to bind them; after them, for each path, the answer to other methods (405). Those of OAuth come first, with
 * theirs: `/device/code` is no `/device/:userCode`.
 */
export function allRoutes(services: Services, pages?: Pages): readonly Route[] {
  const api = [
    ...sessionRoutes(services),
    ...secondStepRoutes(services),
    ...reauthenticationRoutes(services),
    ...mfaRoutes(services),
    ...apiKeyRoutes(services),
    ...tokenRoutes(services),
    ...deviceRoutes(services),
    ...introspectionRoutes(services),
    ...sshKeyRoutes(services),
    ...sshHostRoutes(services),
    ...sshPrivateKeyRoutes(services),
    ...credentialRoutes(services),
    ...secretScanningRoutes(services),
    ...oneTimeLinkRoutes(services),
    ...policyRoutes(services),
    ...adminUserRoutes(services),
    ...adminCredentialRoutes(services),
    ...serviceAccountRoutes(services),
    ...serviceKeyRoutes(services),
    ...eventRoutes(services),
  ]
  const routes = [
    ...api,
    ...(services.options.openapi ? [openApiRoute(api, services.options)] : []),
    ...(pages?.routes(services) ?? []),
  ]
  const first = routes.filter(({ oauth }) => oauth)
  const others = routes.filter(({ oauth }) => !oauth)
  return Object.freeze([...complete(first), ...complete(others), ...(pages?.fallbacks?.(services) ?? [])])
}

function complete(routes: readonly Route[]): readonly Route[] {
  const paths = [...new Set(routes.map(({ path }) => path))]
  return [...routes, ...paths.map((path) => otherMethods(path, routes))]
}

function otherMethods(path: string, routes: readonly Route[]): Route {
  const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase())
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ')
  return Object.freeze({
    method: 'all',
    path,
    operation: undefined,
    summary: undefined,
    answers: undefined,
    level: 'anon',
    body: undefined,
    query: undefined,
    oauth: false,
    form: false,
    sameOrigin: false,
    refuse: undefined,
    handler: () => Promise.reject(new KeywardError('method_not_allowed', { headers: { Allow: allow } })),
  } satisfies Route)
}
