let tasks: (() => void)[] | undefined

/** Runs a task at the end of this event-loop turn. Tasks that it adds run in the same turn. */
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
