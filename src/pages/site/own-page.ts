import type { User } from '../../identity.js'
import type { Html } from '../elements/html.js'
import type { HostText } from '../messages/voice.js'

/** The sections that may be left out, by their addresses under `/account/`. */
export const sectionNames = [
  'password',
  'api-keys',
  'tokens',
  'ssh-keys',
  'ssh-private-keys',
  'two-step',
  'passkeys',
  'sessions',
  'activity',
  'admin/users',
  'admin/policies',
  'admin/service-accounts',
  'admin/hosts',
  'admin/grants',
  'admin/credentials',
  'admin/activity',
] as const

/** The name of a section. */
export type SectionName = (typeof sectionNames)[number]

/** What the host puts into the navigation: a page of its own, or a link to anywhere. */
export type OwnEntry = OwnPage | OwnLink

interface OwnNavigation {
  readonly label: HostText
  /** Where it stands in the navigation. What is in `administration` is for administrators alone. */
  readonly group: 'authentication' | 'sign-in' | 'activity' | 'administration'
}

/** A page of the host's own, among the account pages and for people who are signed in. */
export interface OwnPage extends OwnNavigation {
  /** Its address under the mount: `/account/` with lower-case letters, digits, `-` and `/`. */
  readonly path: string
  /**
   * What stands under the title. A text is escaped; HTML is made with the `html` tag, or by `trustedHtml` of a text in which everything is
   * escaped already. It may take 3 s.
   */
  readonly render: (page: OwnPageVisit) => Html | string | Promise<Html | string>
}

/** A link of the host's in the navigation. */
export interface OwnLink extends OwnNavigation {
  /** A path, or an https URL. */
  readonly href: string
}

/** Who looks at a page of the host's own, and how. */
export interface OwnPageVisit {
  readonly user: User
  /** The visitor's language, such as `de`. */
  readonly locale: string
  /** A parameter of the query; '' where it was not sent, or sent twice. */
  query(name: string): string
  /** The address of a page under the mount, as browsers see it. */
  url(path: string): string
}
