import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Route } from '../../http/route.js'
import { pageRoute } from '../../http/route.js'
import location from '../../location.cjs'
import type { Theme } from '../visit/theme.js'
import { colourRules } from './colours.js'

/** A file that pages load, under an address that changes with its contents. */
interface Asset {
  readonly path: string
  readonly type: string
  readonly text: string
}

/** All files that pages load. */
export interface Assets {
  readonly style: Asset
  /** The script of all conveniences: without it pages are longer ways round, but work. */
  readonly ui: Asset
  /** The script that asks for security keys. */
  readonly webauthn: Asset
}

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const

/** The parts of the stylesheet: where two rules weigh the same, the later one wins. */
const styleParts = [
  ...['base', 'icons', 'frame', 'content', 'standing', 'overview', 'factors', 'lists'],
  ...['forms', 'buttons', 'toasts', 'labels', 'once'],
]

/** Reads the files once for all pages. */
export function readAssets(theme: Pick<Theme, 'accent' | 'colorScheme'>): Assets {
  return Object.freeze({
    style: asset(
      'account',
      'css',
      styleParts.map((part) => read(`style/${part}.css`)).join('') + colourRules(theme),
    ),
    ui: asset('ui', 'js', uiParts().map(block).join('')),
    webauthn: asset('webauthn', 'js', read('webauthn.js')),
  } satisfies Assets)
}

/** The routes that serve the files. Browsers may keep each for good, since a changed file has another address. */
export function assetRoutes(assets: Assets): readonly Route[] {
  return Object.values<Asset>({ ...assets }).map(({ path, type, text }) =>
    pageRoute('get', path, {
      level: 'anon',
      handler: async () => ({
        status: 200,
        body: text,
        headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' },
      }),
    }),
  )
}

const folder = join(location.folder, 'pages', 'site', 'assets')

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

function uiParts(): readonly string[] {
  return readdirSync(join(folder, 'ui')).map((file) => read(`ui/${file}`))
}

/** Keeps what one part of the script declares apart from what the others do. */
function block(script: string): string {
  return `{\n${script}}\n`
}

function asset(name: string, kind: keyof typeof types, text: string): Asset {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return Object.freeze({
    path: `/assets/${name}.${digest}.${kind}`,
    type: types[kind],
    text,
  } satisfies Asset)
}
