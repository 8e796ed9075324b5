let tasks: (() => void)[] | undefined

/**
 * Does something at the end of this turn of the event loop, once all that has come in by now was
 * taken up. What a task puts off in its turn is done in the same turn.
 */
export function atEndOfTurn(task: () => void): void {
  if (tasks) tasks.push(task)
  else {
    tasks = [task]
    setImmediate(doAll)
  }
}

function doAll() {
  try {
    for (const task of tasks!) task()
  } finally {
    tasks = undefined
  }
}
