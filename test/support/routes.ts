import { readFileSync } from 'node:fs'
import type { KeywardOptions } from '../../src/index.js'

/** All that an app can switch on which has routes of its own. */
export const withAllRoutes = {
  passkeys: true,
  introspection: true,
  passwordReset: true,
  scopes: { 'jobs:read': 'Read jobs' },
  deviceClients: { cli: { name: 'A program' } },
  notify: () => undefined,
  secretScanning: { publicKey: () => null },
} satisfies Partial<KeywardOptions>

/** A route that reads a body; the method in upper case, `x` for each parameter of the path. */
export interface BodyRoute {
  readonly method: string
  readonly path: string
}

/** Every route whose operation has a body, by the description that machines are given. */
export function bodyRoutes(): readonly BodyRoute[] {
  return withBodies().map(({ method, path }) => ({ method, path: path.replaceAll(/\{\w+\}/g, 'x') }))
}

/** Every route with a body that anybody may send to, as in `POST /session`. */
export function strangersRoutes(): readonly string[] {
  return withBodies()
    .filter(({ security }) => security.length === 0)
    .map(({ method, path }) => `${method} ${path.replace('{kind}', 'password-reset')}`)
}

interface Operation {
  readonly requestBody?: object
  readonly security: readonly object[]
}

function withBodies(): readonly (BodyRoute & Pick<Operation, 'security'>)[] {
  const { paths } = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { requestBody }]) => requestBody !== undefined)
      .map(([method, { security }]) => ({ method: method.toUpperCase(), path, security })),
  )
}
