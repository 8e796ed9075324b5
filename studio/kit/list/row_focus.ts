/** The first cells of the rows, in their order. The keys j and k move the focus, so that screen readers follow. */
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')]

const idOf = (row: HTMLElement | undefined) => Number(row?.dataset.row) || undefined

export function moveFocus(step: 1 | -1): void {
  const all = rows()
  const at = all.indexOf(document.activeElement as HTMLElement)
  const next = at === -1 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)
  all[next]?.focus()
}

/** @returns the row that has the focus; otherwise the first */
export function focusedRow(): number | undefined {
  const all = rows()
  return idOf(all.find((row) => row === document.activeElement) ?? all[0])
}
