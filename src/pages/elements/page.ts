import type { Html } from './html.js'

/** What a handler wants to be shown; the layout makes a whole document of it. */
export interface PageContent {
  readonly title: string
  readonly main: Html
  /** Default: 200. */
  readonly status?: number
  /** The path of the section that the page belongs to. Without one no navigation stands beside it. */
  readonly section?: string
  /** The page asks for a security key, which takes a script of its own. */
  readonly securityKey?: boolean
  /** Set-Cookie lines. */
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}
