/*
 * Ends a process whose Node is too old. Each entry imports this first and the rest dynamically, because
 * syntax and imports that an older Node lacks would fail earlier.
 */
if (Number.parseInt(process.versions.node) < 24) {
  const remedy = 'install it (https://nodejs.org/en/download), or put it first on the PATH'
  console.error(`Plaza needs Node 24 or newer, and this is ${process.version}: ${remedy}`)
  process.exit(1)
}
