import type { Client } from '../../client.js'
import type { Messages } from '../messages/own-messages.js'
import type { HostText } from '../messages/voice.js'
import type { ExampleKey, HostLink, ShellPage } from '../visit/theme.js'
import type { OwnEntry, SectionName } from './own-page.js'

/** How the account pages look, what they say and where they lead. */
export interface AccountPagesOptions {
  /** What the pages call the app. Default: the `productName` of `createKeyward`. */
  readonly productName?: string
  /** An image beside the name: a path, or an https URL. Default: none. */
  readonly logoUrl?: string
  /** Where the name leads, and a sign-in that was not asked for by another page. Default: `/` and the account. */
  readonly homeUrl?: string
  /** The colour of buttons and marks, `#rrggbb`. Default: a blue. */
  readonly accent?: string
  /** Stylesheets of the host's: any rule in them wins over the pages' own. Default: none. */
  readonly stylesheets?: readonly string[]
  /** Further links in the header. Default: none. */
  readonly nav?: readonly HostLink[]
  /** Links at the foot of every page, such as an imprint. Default: none. */
  readonly legal?: readonly HostLink[]
  /** Texts of the host's own, by language and by name: they replace the pages' own, or add a language. Default: none. */
  readonly messages?: Messages
  /** The sections that there are: `only` leaves out all others, `own` adds pages and links of the host's. Default: all, and none. */
  readonly sections?: {
    /** Leaves out all sections but these, with their addresses and whatever leads to them. Default: all are there. */
    readonly only?: readonly SectionName[]
    /** Pages and links of the host's, at the end of their group of the navigation. Default: none. */
    readonly own?: readonly OwnEntry[]
  }
  /** `light` or `dark` for everybody, or `system`, as each visitor's system has it. Default: `system`, and within `layout` what `color-scheme` is in the shell's own CSS, which is light where it says nothing. */
  readonly colorScheme?: 'system' | 'light' | 'dark'
  /** Puts a page into the host's own shell; answers the whole document. Default: a plain one. */
  readonly layout?: (page: ShellPage) => string
  /** How much of a frame stands around a page, and so in the `body` that `layout` is given: header, navigation and foot, all but the header, or nothing. Default: `full`. */
  readonly chrome?: 'full' | 'navigation' | 'none'
  /** The path that browsers see the router at, where a proxy strips a part of it. Default: the path of the request. */
  readonly publicPath?: string
  /** The language for a visitor, such as `de`. Default: as Accept-Language has it. */
  readonly locale?: (client: Client) => string | undefined
  /** `own` sends a strict Content-Security-Policy with each page, `host` leaves the host's alone. Default: `own`. */
  readonly csp?: 'own' | 'host'
  /** `false` leaves out the sign-in page and the button to sign out: people sign in at the app's own `signInPath`. Default: true. */
  readonly signIn?: boolean
  /** What people sign in by: what the field is called, and whether it is for e-mail addresses. Default: a user name. */
  readonly username?: {
    /** What the field is called. Default: "User name", in the visitor's language. */
    readonly label?: HostText
    /** `email` lets browsers help with addresses. Default: `text`. */
    readonly type?: 'text' | 'email'
  }
  /** Where "Forgot your password?" leads where `passwordReset` is off: a path, or an https URL. Default: the link is left out. */
  readonly passwordHelpUrl?: string
  /** The place of an IP address, in a few words, for the list of sessions. It may take 3 s; where it fails, no place is shown. Default: none. */
  readonly locate?: (ip: string) => string | null | undefined | Promise<string | null | undefined>
  /**
   * How a new key or token is used: the http(s) URL of a request to show, or requests by the name of their tab, in which `{secret}` stands
   * for the key. Default: a request for `/credential` of keyward's own.
   */
  readonly example?: (key: ExampleKey) => string | Readonly<Record<string, string>> | null | undefined
}
