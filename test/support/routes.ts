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
  const { paths } = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: object }>>>>
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { requestBody }]) => requestBody !== undefined)
      .map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x') })),
  )
}
