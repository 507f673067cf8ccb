import type { Store } from '../store.js'
import type { AuditProof } from './proof.js'

/** The same store, whose audit shows of each row that keyward wrote it; `added` is called for each. Whoever appends need not know. */
export function provenStore(store: Store, { macOf }: Pick<AuditProof, 'macOf'>, added: () => void): Store {
  const audit = Object.freeze({
    ...store.audit,
    append(event) {
      added()
      return store.audit.append(event, macOf)
    },
  } satisfies Store['audit'])
  return Object.freeze({ ...store, audit } satisfies Store)
}
