interface Told {
  readonly type: string
  readonly at: string
  readonly subject: { readonly id: string } | null
}

export type EventsScene = ReturnType<typeof eventsScene>

/** How a list of events is read. */
export function eventsScene() {
  const typesOf = (items: readonly Told[]) => items.map(({ type }) => type)

  return { typesOf }
}
