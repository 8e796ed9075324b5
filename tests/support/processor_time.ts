/** Milliseconds of this process's CPU time that the work takes. It does not depend on other programs. */
export async function processorTimeOf(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** The same of this thread alone, which is the one that answers requests. */
export async function threadTimeOf(work: () => unknown): Promise<number> {
  const start = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
