/** How much the bench does. */
export interface Settings {
  /** API keys stored, and how many of them are in use under a warm load. */
  readonly keys: number
  readonly keysInUse: number
  /** Rounds that count; one more goes before them, to warm up. */
  readonly rounds: number
  readonly secondsPerRound: number
  readonly leadInSeconds: number
  readonly connections: number
  /** Verifications per round in process; fewer of those that take longer. */
  readonly verifications: number
  readonly signInSeconds: number
  /** How many keys are stored while the cost by number of keys is measured. */
  readonly sizes: readonly number[]
  /** Keys revoked in turn while another process uses them, for each way that it hears of it. */
  readonly revocations: number
  /** Rows that are moved to another secret. */
  readonly rewrapRows: number
  /** Requests of each kind in the soak. */
  readonly soakRequests: number
  /** Rows of the audit that is verified. */
  readonly auditRows: number
  /** Requests for what is there, each beside one for what is not. */
  readonly pairs: number
}

/** What goals are judged by, within 15 minutes. */
export const full: Settings = {
  keys: 100_000,
  keysInUse: 1000,
  rounds: 5,
  secondsPerRound: 2,
  leadInSeconds: 1,
  connections: 32,
  verifications: 20_000,
  signInSeconds: 3,
  sizes: [1000, 10_000, 100_000, 1_000_000],
  revocations: 500,
  rewrapRows: 100_000,
  soakRequests: 1_000_000,
  auditRows: 1_000_000,
  pairs: 1000,
}

/** `--quick`: whether all of it runs, within four minutes. */
export const quick: Settings = {
  keys: 5000,
  keysInUse: 500,
  rounds: 2,
  secondsPerRound: 1,
  leadInSeconds: 1,
  connections: 16,
  verifications: 2000,
  signInSeconds: 1,
  sizes: [1000, 10_000],
  revocations: 20,
  rewrapRows: 2000,
  soakRequests: 20_000,
  auditRows: 20_000,
  pairs: 50,
}
