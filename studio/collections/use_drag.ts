import { useCallback, useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'

/** So near to an edge of the window, a drag scrolls. */
const EDGE_PX = 60
const STEP_PX = 12

/**
 * Dragging of rows by mouse, pen or touch. Rows stay where they are until the pointer is released, as an element that moves
 * in the page loses the pointer. Escape cancels.
 *
 * @param move is told the old place and the new one
 */
export function useDrag(
  list: RefObject<HTMLElement | null>,
  move: (from: number, to: number) => void
) {
  const [dragged, setDragged] = useState<number>()
  const [target, setTarget] = useState<number>()
  const reached = useRef<number>(undefined)

  const grab = useCallback((index: number, event: PointerEvent) => {
    if (event.button !== 0) return
    event.preventDefault()
    reached.current = index
    setDragged(index)
    setTarget(index)
  }, [])

  useEffect(() => {
    if (dragged === undefined) return
    const end = () => setDragged(undefined)
    const follow = ({ clientY }: globalThis.PointerEvent) => {
      if (clientY < EDGE_PX) scrollBy(0, -STEP_PX)
      if (clientY > innerHeight - EDGE_PX) scrollBy(0, STEP_PX)
      reached.current = placeAt(list.current!, clientY)
      setTarget(reached.current)
    }
    const release = () => {
      end()
      if (reached.current !== dragged) move(dragged, reached.current!)
    }
    const cancel = ({ key }: KeyboardEvent) => key === 'Escape' && end()
    addEventListener('pointermove', follow)
    addEventListener('pointerup', release)
    addEventListener('pointercancel', end)
    addEventListener('keydown', cancel)
    return () => {
      removeEventListener('pointermove', follow)
      removeEventListener('pointerup', release)
      removeEventListener('pointercancel', end)
      removeEventListener('keydown', cancel)
    }
  }, [dragged, list, move])

  return { grab, dragged, target: dragged === undefined ? undefined : target }
}

/** The number of the row at a height of the window, or of the nearest one. */
function placeAt(list: HTMLElement, y: number): number {
  const rows = [...list.children]
  const index = rows.findIndex((row) => y < row.getBoundingClientRect().bottom)
  return index === -1 ? rows.length - 1 : index
}
