import bcrypt from 'bcryptjs'
import type { UserRow, UserStore } from 'keyward'

/** What the app has: its users, in a table where this is no example. */
export interface Person {
  readonly id: string
  readonly email: string
  /** Made by the app, and none of keyward's business. */
  readonly hash: string | null
}

const people: Person[] = []

/** Who has this address; somebody new where nobody has. */
export function personOf(email: string, hash: string | null = null): Person {
  const known = people.find((person) => person.email === email)
  if (known) return known
  const person = { id: String(people.length + 1), email, hash }
  people.push(person)
  return person
}

/** Who has this address and this password. */
export async function personBy(email: string, password: string): Promise<Person | null> {
  const person = people.find((one) => one.email === email)
  return person?.hash && (await bcrypt.compare(password, person.hash)) ? person : null
}

/** Where the app goes on to after a sign-in: a path of its own, since `//other.example` is another site. */
export function pathTo(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[!-~]*$/.test(to) ? to : '/'
}

/** How keyward reads the app's users. It is given no passwords: the app asks for them. */
export const userStore: UserStore = {
  byId: async (id) => toRow(people.find((person) => person.id === id)),
  byUsername: async (email) => toRow(people.find((person) => person.email === email)),
  list: async () => ({ rows: people.flatMap((person) => toRow(person) ?? []), more: false }),
  setPasswordHash: async () => undefined,
}

function toRow(person: Person | undefined): UserRow | null {
  if (!person) return null
  const { id, email } = person
  const none = { displayName: null, organizationId: null, passwordHash: null }
  return { id, username: email, ...none, admin: false, disabled: false, createdAt: 0 }
}
