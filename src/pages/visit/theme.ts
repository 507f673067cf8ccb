import type { Client } from '../../client.js'
import type { User } from '../../identity.js'
import type { HostText, Voices } from '../messages/voice.js'

/** A page as the host's own shell is given it. `head`, `body`, `navigation` and `main` are HTML, ready to be put in. */
export interface ShellPage {
  /** Plain text: escape it. */
  readonly title: string
  /** For the `lang` of the document. */
  readonly lang: string
  /** What belongs into `<head>`: stylesheets and scripts. */
  readonly head: string
  /** What belongs into `<body>`: the whole page, with as much of a frame as `chrome` says. */
  readonly body: string
  /** Instead of `body`: the navigation of the account alone, with the button to sign out at its end; '' on a page that has none beside it, such as the sign-in. */
  readonly navigation: string
  /** Instead of `body`: what the page says, for the shell's own `<main>`. */
  readonly main: string
  /** Who is signed in; `null` where nobody is, or not quite yet. */
  readonly user: User | null
}

/** A link of the host's. */
export interface HostLink {
  readonly label: HostText
  /** A path, or an https URL. */
  readonly href: string
}

/** A key or token that was just made, for which the host shows how it is used. */
export interface ExampleKey {
  readonly kind: 'api-key' | 'token'
  /** `null` = it has no name. */
  readonly name: string | null
  readonly scopes: readonly string[]
  /** The visitor's language, such as `de`. */
  readonly locale: string
}

/** How a new key is used: an address that is called with it, or requests as they are to be shown, by the name of their tab. */
export type KeyExample =
  { readonly url: string } | { readonly tabs: readonly { readonly label: string; readonly text: string }[] }

/** What people sign in by. */
interface Username {
  /** What the host calls it; `null` = as the catalogue does. */
  readonly label: HostText | null
  readonly type: 'text' | 'email'
}

/** How the account pages look and where they lead: the options once they are checked. `null` where one was not given. */
export interface Theme {
  readonly productName: string | null
  readonly logoUrl: string | null
  readonly homeUrl: string | null
  readonly accent: string | null
  readonly stylesheets: readonly string[]
  readonly nav: readonly HostLink[]
  /** Links at the foot of every page. */
  readonly legal: readonly HostLink[]
  readonly layout: ((page: ShellPage) => string) | null
  /** Whose colours the pages have; `null` = the visitor's system decides, and within a host's shell the shell. */
  readonly colorScheme: 'system' | 'light' | 'dark' | null
  /** How much of a frame stands around a page. */
  readonly chrome: 'full' | 'navigation' | 'none'
  readonly publicPath: string | null
  /** The languages, with the host's words in them. */
  readonly voices: Voices
  readonly locale: ((client: Client) => string | undefined) | null
  readonly csp: 'own' | 'host'
  readonly signIn: boolean
  readonly username: Username
  /** Whether there is a section at this address, such as `/account/tokens`: the host may have left it out. */
  readonly shows: (path: string) => boolean
  /** Where "Forgot your password?" leads. */
  readonly passwordHelpUrl: string | null
  /** The place of an IP address, in a few words; `null` where the host knows none. It never fails, and takes 3 s at most. */
  readonly locate: (ip: string) => Promise<string | null>
  /** How a new key is used, as the host says; `null` where it says nothing. It never fails. */
  readonly example: (key: ExampleKey) => KeyExample | null
}
