import type { Html } from './html.js'
import type { Texts } from './language.js'

/** What a handler shows; the layout makes a document of it. */
export interface Page {
  readonly title: string
  readonly main: Html
  /** Default: 200. */
  readonly status?: number
  /** The path of the section that it belongs to: then the navigation stands beside it. */
  readonly section?: string
  /** It asks for a security key. */
  readonly securityKey?: boolean
  /** Set-Cookie lines. */
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** What one page says, in every language. */
export type Label = Texts<string>
