import type { AuditFault, AuditFaultKind } from '../../audit-trail/fault.js'

const texts: Readonly<Record<AuditFaultKind, (row: string, seal: string) => string>> = {
  row_changed: (row, seal) => `Row ${row}${under(seal)} does not say what keyward wrote: it was changed.`,
  row_removed: (row, seal) =>
    row === ''
      ? `Rows of seal ${seal} are missing: they were removed.`
      : `Row ${row} of seal ${seal} is missing: it was removed.`,
  row_added: (row, seal) =>
    `Row ${row}${under(seal)} was added: keyward did not write it, or not under that seal.`,
  seal_changed: (_, seal) =>
    `Seal ${seal} does not say what keyward wrote: it was changed, or made under a secret that is not configured.`,
  seal_removed: (row, seal) =>
    row === ''
      ? `Seal ${seal} is not there: it was removed, or there never was one of that number.`
      : `Seal ${seal} is missing: it was removed, though row ${row} is under it or under one that follows.`,
  seal_replaced: (_, seal) =>
    `Seal ${seal}, or one before it, is not the one that was seen: it was replaced.`,
}

/** Says in plain words what is wrong with the audit. */
export function faultText({ kind, id, seal }: AuditFault): string {
  return texts[kind](id ?? '', seal === null ? '' : String(seal))
}

function under(seal: string): string {
  return seal === '' ? ', which no seal holds yet,' : ` under seal ${seal}`
}
