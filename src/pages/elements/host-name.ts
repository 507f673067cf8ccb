/** The names that a command can reach a host by. Administrators may have called a host otherwise. */
const reachable = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** Whether a command can reach a host by what it is called. */
export function isHostName(name: string): boolean {
  return reachable.test(name)
}
