/** Whether all is done that the documents speak of, and not only what takes seconds. */
export const isWhole = process.env.KEYWARD_FAULTS === 'whole'
